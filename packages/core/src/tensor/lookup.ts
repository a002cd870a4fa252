import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Where embedded tokens come from: row `ids[…]` of `table` [V, E]. */
export type Lookup = { readonly table: Tensor2D; readonly ids: Tensor };

/** A lookup, what its tensors held when it was made, and what recorded it. */
type Note = Lookup & { readonly data: readonly object[]; readonly recording: number | undefined };

const origin = Symbol('lookup');

/**
 * Notes on a tensor of embedded tokens which rows of which table it holds, so that an operation may multiply the table instead where
 * there are fewer rows than tokens. Whatever is computed from the tensor is a new tensor, without the note.
 */
export const withLookup = <Vectors extends Tensor>(vectors: Vectors, { table, ids }: Lookup): Vectors => {
  const note: Note = { table, ids, data: [table.dataId, ids.dataId], recording: currentRecording() };
  return Object.assign(vectors, { [origin]: note });
};

/**
 * The table and ids, if the tensor is looked up, the table has fewer than half as many rows as there are tokens, and to read it instead
 * changes nothing: both must still hold what they held then, and the lookup must be on the tape of what is differentiated now. If it is
 * not, gradients end at the tensor, and the table has none.
 */
export const smallLookup = (vectors: Tensor): Lookup | undefined => {
  const { [origin]: note } = vectors as { readonly [origin]?: Note };
  if (!note || 2 * note.table.shape[0] >= note.ids.size) return undefined;
  const { table, ids, data, recording } = note;
  const isUnchanged = [table, ids].every((tensor, i) => !tensor.isDisposed && tensor.dataId === data[i]);
  return isUnchanged && recording === currentRecording() ? { table, ids } : undefined;
};

/**
 * A number for the function whose operations tfjs records now, to differentiate it; undefined if it records none, as inside a custom
 * gradient. Functions that are differentiated inside one another share a tape, but each has a scope named `forward`, with an id.
 */
const currentRecording = (): number | undefined => {
  const { gradientDepth, kernelDepth, scopeStack } = tf.engine().state;
  if (gradientDepth === 0 || kernelDepth > 0) return undefined;
  // NaN equals nothing: should the name change, tables are no longer read, but no gradient is wrong.
  return scopeStack.findLast(({ name }) => name === 'forward')?.id ?? Number.NaN;
};
