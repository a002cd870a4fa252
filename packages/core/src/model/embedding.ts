import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { uniform } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { embeddingLookup } from '../tensor/embedding-lookup.ts';

/** Token ids to vectors. */
export interface Embedding {
  readonly vocabularySize: number;
  /** E */
  readonly size: number;
  /** [V, E] what is looked up in, where that is all: what a generator may share. */
  readonly table?: Tensor2D;
  /**
   * @param ids - [...any] int32
   * @returns [...any, E]
   */
  embed(ids: Tensor): Tensor;
}

/** One learned vector a token: row `id` of `table` [V, E]. */
export const tableEmbedding = (
  { vocabularySize, size }: { readonly vocabularySize: number; readonly size: number },
  parameters: ParameterScope,
): Embedding => {
  const table = parameters.create('table', [vocabularySize, size], uniform(0.1));
  return { vocabularySize, size, table, embed: (ids) => embeddingLookup(table, ids) };
};
