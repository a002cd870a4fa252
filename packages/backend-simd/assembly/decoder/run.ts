// What a teacher-forced decoder with additive attention works on: sizes, then addresses, 4 bytes each, in the order in which
// src/kernels/decoder/run-words.ts writes them.
//
// Everything that a step writes for the next one or for the way back is time first, [T, B, …], so that each step's rows lie together
// and so do all rows of a product over all steps. Slot t of hiddens, carries and feeds is what step t reads, slot t + 1 what it leaves.

@unmanaged
export class DecoderRun {
  /** Which step and which layer's, for the jobs that do a part of one. */
  step: usize;
  layer: usize;

  batch: usize;
  steps: usize;
  /** S */
  positions: usize;
  /** D */
  memorySize: usize;
  /** A */
  scoreSize: usize;
  /** H of the top layer. */
  units: usize;
  layers: usize;
  /** F: how much of a context or a fed back output the lowest layer reads beside its token; 0 for nothing. */
  extraSize: usize;
  /** Whether the query is the state before the step (Bahdanau) instead of after it (Luong). */
  queriesPrevious: usize;
  /** Whether what is fed back at first is known to be zero, so that a product with it can be left out. */
  feedStartsAtZero: usize;

  /** [B, S] 1 real, 0 padding. */
  mask: usize;
  /** [B, S, D] */
  values: usize;
  /** [B, S, A] */
  keys: usize;
  /** [A] */
  v: usize;

  // Packed weights, of which the way back takes the transposed.
  /** [F, 4·H₀] */
  extraKernel: usize;
  /** [H, A] */
  queryKernel: usize;
  /** [D, H], Luong only. */
  contextKernel: usize;
  /** [H, H], Luong only. */
  hiddenKernel: usize;

  /** [T, B, A] */
  queries: usize;
  /** [B, T, S] the weights. */
  alignments: usize;
  /** [T, B, D] */
  contexts: usize;
  /** [T + 1, B, H] outputs to be fed back, zeros first; Luong only. */
  feeds: usize;
  /** [T, B, F] factors of the lowest layer's extra input, 0 where a value is dropped; or nothing. */
  extraDropout: usize;
  /** [T, B, F] the extra input after dropout; only if values are dropped. */
  extras: usize;
  /** [B, T, H] */
  outputs: usize;

  // Backward only.
  /** [B, T, H], [B, T, S], [T, B, D] the gradients that came; the last one may be nothing. */
  outputGradients: usize;
  alignmentGradients: usize;
  contextGradients: usize;
  /** [T, B, H] the gradient before the output's tanh. */
  dOutputs: usize;
  /** [T, B, A] */
  dQueries: usize;
  /** [B, S, A] and [B, S, D], sums over the steps. */
  dKeys: usize;
  dValues: usize;
  /** [B, A] one for each row. */
  dV: usize;
  /** [B, H] of what is fed back. */
  dFeed: usize;
  /** [B, D] of a step's context. */
  dContext: usize;
  /** [B, S] for each row a place to turn gradients of weights into those of scores. */
  dScores: usize;

  /** Scratch memory of the products, so many bytes for each thread. */
  scratch: usize;
  scratchBytes: usize;
}

/** One layer, the lowest first; they follow the run. */
@unmanaged
export class DecoderLayer {
  units: usize;
  /** The width of what it reads from the layer below; 0 for the lowest, whose token part was multiplied before. */
  inputSize: usize;
  /** Packed [inputSize, 4·H], above the lowest. */
  kernel: usize;
  /** Packed [H, 4·H]. */
  recurrentKernel: usize;
  /** [T, B, 4·H] begins as the bias plus, in the lowest layer, the token's part. */
  gates: usize;
  /** [T + 1, B, H] */
  hiddens: usize;
  carries: usize;
  /** [T, B, inputSize] factors, 0 where a value is dropped; or nothing. */
  dropout: usize;
  /** [T, B, inputSize] the input after dropout; only if values are dropped. */
  inputs: usize;
  /** Whether the first state is known to be zero, so that a product with it can be left out. */
  startsAtZero: usize;
  /** Backward: [T, B, 4·H], and [B, H] of the state, which each step replaces by that of the state before it. */
  dGates: usize;
  dHidden: usize;
  dCarry: usize;
  /** Backward: [B, inputSize] of the input, where it was dropped from. */
  dInput: usize;
}

export function runAt(at: usize): DecoderRun {
  return changetype<DecoderRun>(at);
}

export function layerAt(at: usize, layer: usize): DecoderLayer {
  return changetype<DecoderLayer>(at + offsetof<DecoderRun>() + layer * offsetof<DecoderLayer>());
}
