/** Element by element, along rows for softmax; a copy is two tensors put behind each other. */
export const elementwiseNames = ['exp', 'tanh', 'sigmoid', 'softmax', 'add', 'copy'] as const;

/** [rows, columns]: the gates of a batch, in the second cache of most machines. */
export const elementwiseShape: readonly [number, number] = [128, 256];
