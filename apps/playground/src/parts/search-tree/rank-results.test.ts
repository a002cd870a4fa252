import { describe, expect, it } from 'vitest';
import { rankResults, whyItWon } from './rank-results.ts';

const result = (length: number, logProb: number, finished = true): Parameters<typeof rankResults>[0][number] => ({
  tokens: Array.from({ length }, (_, index) => index),
  ...{ logProb, score: 0, finished },
});
const short = result(2, -2);
const long = result(8, -4);
const textOf = (tokens: readonly number[]): string => `${tokens.length} words`;

describe('a ranking', () => {
  it('divides by the length to the power of α: −2/2^α against −4/8^α', () => {
    const [first, second] = rankResults([long, short], 0);
    expect([first!.index, second!.index]).toEqual([1, 0]);
    // At α = 1: -1 against -0.5.
    const ranked = rankResults([long, short], 1);
    expect(ranked.map(({ index, place, penalty, score }) => [index, place, penalty, score])).toEqual([
      [0, 1, 8, -0.5],
      [1, 2, 2, -1],
    ]);
    // Equal at 2^(2α) = 2: α = 0.5.
    expect(rankResults([long, short], 0.49)[0]!.index).toBe(1);
    expect(rankResults([long, short], 0.51)[0]!.index).toBe(0);
  });

  it('has what has ended before what has not, whatever the scores', () => {
    expect(rankResults([result(2, -0.1, false), result(2, -9)], 1).map(({ index }) => index)).toEqual([1, 0]);
  });

  it('leaves equals in order, and an empty one undivided', () => {
    expect(rankResults([short, short, short], 0.7).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(rankResults([result(0, -1)], 2)[0]!.score).toBe(-1);
  });
});

describe('why the first is first', () => {
  it.each([
    [[], 0.7, 'Nothing was found.'],
    [[short], 0.7, 'It is the only one that was found.'],
    [[short, result(2, -1, false)], 0.7, 'It is the only one that has ended by itself.'],
    [[short, long], 0, 'It is the most probable: log P −2.00 against −4.00 of “8 words”.'],
    [
      [short, result(2, -3)],
      1,
      'It has the best score, −1.00 against −1.50 of “2 words”, and is the most probable, too.',
    ],
    [
      [short, long],
      1,
      'The length decides: “2 words” is more probable (log P −2.00 against −4.00), but shared by 8 tokens and not 2, T^1, what it lost weighs less: −0.50 against −1.00.',
    ],
    [
      [short, long, result(9, -5.5)],
      1,
      'The length decides, 8 tokens against 9: its score is −0.50 against −0.61 of “9 words”. “2 words” is more probable (log P −2.00 against −4.00), but shorter.',
    ],
  ] as const)('%j at α %d: %s', (results, alpha, words) => {
    expect(whyItWon(rankResults(results, alpha), alpha, textOf)).toBe(words);
  });
});
