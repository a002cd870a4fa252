import { copiesOf, factoredBatch, frameBatch, type SourceBatch, tokenBatch } from '@seq2seq/core';
import type { EncodedPair, Frame } from './pair-batches.ts';

/** What of a pair a model reads. */
export type EncodedSide = Pick<EncodedPair, 'source' | 'factors' | 'copyIds'>;

/**
 * Sources side by side, as a model reads them.
 *
 * @param pad - fills up shorter ones
 * @param vocabularySize - V of the target, behind which copied tokens begin that it lacks
 */
export const sourceBatchOf = (
  sides: readonly EncodedSide[],
  { pad, vocabularySize }: { readonly pad: number; readonly vocabularySize: number },
): SourceBatch => {
  const first = sides[0]?.source[0];
  if (first !== undefined && typeof first !== 'number') {
    return frameBatch(
      sides.map(({ source }) => source as readonly Frame[]),
      first.length,
    );
  }
  const ids = sides.map(({ source }) => source as readonly number[]);
  const factors = sides[0]?.factors?.map((_, f) => sides.map((side) => side.factors?.[f] ?? []));
  const tokens = factors ? factoredBatch(ids, factors, pad) : tokenBatch(ids, pad);
  if (!sides[0]?.copyIds) return tokens;
  return {
    ...tokens,
    copies: copiesOf(
      sides.map(({ copyIds }) => copyIds ?? []),
      { vocabularySize, pad },
    ),
  };
};
