import type { SurfaceAlignmentRows } from './check-alignment.ts';

/** Tokens that belong together, by their places, from 0. */
export type TokenGroup = readonly number[];

/**
 * An alignment of tokens as one of words: a column is the sum over the tokens of a source word, a row the mean over those of a target word,
 * so that rows sum to what they summed to. Source tokens of no word, such as spaces, are counted with the word before them, at the
 * beginning with the first; target tokens of no word are left out. The end of sentence stays a column, and if it has one a row, of its own.
 *
 * @param alignment - [T][S + 1] or [T + 1][S + 1], the end of sentence last
 * @param words - the tokens of each word, in order
 * @param targetTokens - T
 * @returns [target words][source words + 1], or with the row of the end of sentence one more
 */
export const wordAlignment = (
  alignment: SurfaceAlignmentRows,
  words: { readonly target: readonly TokenGroup[]; readonly source: readonly TokenGroup[] },
  targetTokens: number,
): Float32Array[] => {
  const rows = [...words.target, ...(alignment.length > targetTokens ? [[targetTokens]] : [])];
  return rows.map((tokens) => {
    const sums = new Float64Array(words.source.length + 1);
    for (const token of tokens) addByWord(sums, alignment[token] ?? [], words.source);
    return Float32Array.from(sums, (sum) => sum / tokens.length);
  });
};

const addByWord = (
  sums: Float64Array,
  weights: readonly number[] | Float32Array,
  words: readonly TokenGroup[],
): void => {
  const end = weights.length - 1;
  const wordOf = new Map(words.flatMap((tokens, word) => tokens.map((token) => [token, word])));
  let present = 0;
  for (const [place, weight] of weights.entries()) {
    // Without any word there is only the end.
    present = place === end ? words.length : (wordOf.get(place) ?? present);
    sums[present] = (sums[present] as number) + weight;
  }
};
