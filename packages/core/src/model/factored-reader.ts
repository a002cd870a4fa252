import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { type Embedding, tableEmbedding } from './embedding.ts';
import { type SourceReader, tokensOf } from './source-reader.ts';
import type { EmbeddingSizes } from './vocabulary-parts.ts';

export type FactoredReaderParts = {
  /** Of the tokens themselves. */
  readonly embedding: Embedding;
  readonly factors: readonly EmbeddingSizes[];
  /** Side by side, [token; factor 0; …], or added up, which wants all of them equally wide. */
  readonly combine: 'concat' | 'sum';
};

/**
 * Tokens of which more is known than their form, such as lemma, part of speech or case: each factor has a table of its own, and the
 * vectors of a position are joined.
 *
 * Weights: `factors.0.table` [V₀, E₀], `factors.1.table`, …
 *
 * @throws ConfigError if widths to be added differ
 * @see Sennrich, Haddow 2016
 */
export const factoredReader = (
  { embedding, factors, combine }: FactoredReaderParts,
  parameters: ParameterScope,
): SourceReader => {
  const other = factors.findIndex(({ size }) => size !== embedding.size);
  if (combine === 'sum' && other >= 0) {
    throw new ConfigError(
      `source.factors.${other}: it is ${factors[other]?.size} wide but the token's embedding is ${embedding.size}; ` +
        'make them equal or combine by concat.',
      `source.factors.${other}`,
    );
  }
  const tables = factors.map((sizes, f) => tableEmbedding(sizes, parameters.scope('factors').scope(String(f))));
  const all = [embedding, ...tables];
  return {
    size: combine === 'sum' ? embedding.size : all.reduce((width, { size }) => width + size, 0),
    vocabularySize: embedding.vocabularySize,
    read: (source) => {
      const batch = tokensOf('factoredReader.read', source, factors.length);
      const ids = [batch.ids, ...batch.factors];
      for (const [f, factor] of batch.factors.entries()) {
        checkShapes('factoredReader.read', { ids: [batch.ids, 'B S'], [`factor ${f}`]: [factor, 'B S'] });
      }
      const vectors = all.map((table, i) => table.embed(ids[i] as tf.Tensor2D) as Tensor3D);
      return combine === 'sum' ? tf.addN(vectors) : tf.concat(vectors, 2);
    },
  };
};
