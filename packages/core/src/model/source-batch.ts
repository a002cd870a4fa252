// What a model may be given to read: tokens, tokens with more known about each, or dense vectors.
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Copies } from './copies.ts';
import { idsOf, tokenBatch, type TokenBatch } from './token-batch.ts';

/** Sequences of dense vectors side by side. frames [B, S, F], zero at padding; mask [B, S], 1 real, 0 padding. */
export type FrameBatch = { readonly frames: Tensor3D; readonly mask: Tensor2D };

/** Tokens, and for each of them further ids, such as that of its part of speech: each factor [B, S] int32. */
export type FactoredBatch = TokenBatch & { readonly factors: readonly Tensor2D[] };

/** What a model reads, and what it may copy of it. */
export type SourceBatch = (TokenBatch | FactoredBatch | FrameBatch) & { readonly copies?: Copies };

/**
 * A batch of tokens with factors.
 *
 * @param factors - for each factor a row of ids for each row of tokens, as long as it
 * @throws ShapeError if a row has another length in a factor than in the tokens, or there is no token
 * @see Sennrich, Haddow 2016
 */
export const factoredBatch = (
  rows: readonly (readonly number[])[],
  factors: readonly (readonly (readonly number[])[])[],
  pad: number,
): FactoredBatch => {
  for (const [f, factor] of factors.entries()) {
    for (let row = 0; row < Math.max(rows.length, factor.length); row++) {
      const [wanted, got] = [rows[row]?.length, factor[row]?.length];
      if (wanted === got) continue;
      throw new ShapeError(
        `factoredBatch: row ${row} has ${wanted ?? 'no'} tokens but ${got ?? 'no'} ids in factor ${f}; give one id for each token.`,
        `[${rows.length}, ${wanted ?? 0}]`,
        [factor.length, got ?? 0],
      );
    }
  }
  return { ...tokenBatch(rows, pad), factors: factors.map((factor) => idsOf(factor, pad)) };
};

export const isFrameBatch = (source: TokenBatch | FactoredBatch | FrameBatch): source is FrameBatch =>
  'frames' in source;

/**
 * B and S of a batch.
 *
 * @param where - who asks, for messages
 * @throws ShapeError if its tensors do not fit each other
 */
export const checkSource = (where: string, source: SourceBatch): { readonly B: number; readonly S: number } =>
  isFrameBatch(source)
    ? checkShapes(where, { frames: [source.frames, 'B S F'], mask: [source.mask, 'B S'] })
    : checkShapes(where, { ids: [source.ids, 'B S'], mask: [source.mask, 'B S'] });
