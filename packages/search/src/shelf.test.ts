import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyHistory, extendHistory, tokensOf } from './history.ts';
import { compareTokens, createShelf } from './shelf.ts';

const path = fc.record({
  tokens: fc.array(fc.nat({ max: 2 }), { maxLength: 4 }),
  score: fc.integer({ min: -3, max: 0 }),
  finished: fc.boolean(),
});
const distinctPaths = fc.uniqueArray(path, { selector: ({ tokens }) => tokens.join(), maxLength: 25 });

test('a shelf holds the first of the sorted paths, in whatever order they come', () => {
  fc.assert(
    fc.property(distinctPaths, fc.integer({ min: 1, max: 9 }), (paths, capacity) => {
      const shelf = createShelf(capacity);
      for (const { tokens, score, finished } of paths) {
        const node = tokens.reduce((parent, token) => extendHistory(parent, token, -1, undefined, 0), emptyHistory);
        if (shelf.hasRoomFor(score, finished)) shelf.put({ node, score, finished });
      }
      const expected = paths
        .toSorted(
          (one, other) =>
            Number(other.finished) - Number(one.finished) ||
            other.score - one.score ||
            (one.tokens.join('') < other.tokens.join('') ? -1 : 1),
        )
        .slice(0, capacity);
      expect(shelf.paths.map(({ node, score, finished }) => ({ tokens: tokensOf(node), score, finished }))).toEqual(
        expected,
      );
      const isFull = expected.length === capacity && expected.at(-1)!.finished;
      expect(shelf.scoreToEnter()).toBe(isFull ? expected.at(-1)!.score : -Infinity);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('tokens are in the order of a dictionary', () => {
  const sorted = [[], [0], [0, 0], [0, 1], [0, 2, 1], [1], [1, 0, 0], [2]];
  for (const [index, one] of sorted.entries()) {
    for (const [place, other] of sorted.entries())
      expect(Math.sign(compareTokens(one, other))).toBe(Math.sign(index - place));
  }
});
