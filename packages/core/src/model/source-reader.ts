import type { Tensor3D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';
import type { Embedding } from './embedding.ts';
import { isFrameBatch, type SourceBatch } from './source-batch.ts';
import type { TokenBatch } from './token-batch.ts';

/** What comes before the encoder: a batch becomes one vector for each of its positions. */
export interface SourceReader {
  /** E: the width of the vectors. */
  readonly size: number;
  /** V of the source; absent where it does not read tokens. */
  readonly vocabularySize?: number;
  /**
   * @returns [B, S, E]; what stands at padding is not looked at
   * @throws ShapeError if the batch is of another sort than it reads
   */
  read(source: SourceBatch): Tensor3D;
}

/** Tokens, embedded. */
export const tokenReader = (embedding: Embedding): SourceReader => ({
  size: embedding.size,
  vocabularySize: embedding.vocabularySize,
  read: (source) => {
    const { ids } = tokensOf('tokenReader.read', source, 0);
    return embedding.embed(ids) as Tensor3D;
  },
});

/**
 * The batch, if it is of tokens with so many factors.
 *
 * @throws ShapeError if it is not
 */
export const tokensOf = (
  where: string,
  source: SourceBatch,
  factorCount: number,
): TokenBatch & { readonly factors: readonly TokenBatch['ids'][] } => {
  if (isFrameBatch(source)) {
    throw new ShapeError(
      `${where}: the model reads tokens, but a batch of frames [${source.frames.shape.join(', ')}] came; make it with tokenBatch.`,
      '[B, S]',
      source.frames.shape,
    );
  }
  const factors = 'factors' in source ? source.factors : [];
  if (factors.length !== factorCount) {
    throw new ShapeError(
      `${where}: the model reads ${factorCount} factors beside each token, but ${factors.length} came; ` +
        (factorCount > 0 ? 'make the batch with factoredBatch.' : 'leave them out.'),
      `${factorCount} × [B, S]`,
      [factors.length],
    );
  }
  return { ...source, factors };
};
