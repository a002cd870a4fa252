import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Where embedded tokens come from: row `ids[…]` of `table` [V, E]. */
export type Lookup = { readonly table: Tensor2D; readonly ids: Tensor };

const origin = Symbol('lookup');

/**
 * Notes on a tensor of embedded tokens which rows of which table it holds, so that an operation may multiply the table instead where
 * there are fewer rows than tokens. Whatever is computed from the tensor is a new tensor, without the note.
 */
export const withLookup = <Vectors extends Tensor>(vectors: Vectors, lookup: Lookup): Vectors =>
  Object.assign(vectors, { [origin]: lookup });

/** The table and ids, if the tensor is looked up and the table has fewer than half as many rows as there are tokens. */
export const smallLookup = (vectors: Tensor): Lookup | undefined => {
  const { [origin]: lookup } = vectors as { readonly [origin]?: Lookup };
  return lookup && 2 * lookup.table.shape[0] < lookup.ids.size ? lookup : undefined;
};
