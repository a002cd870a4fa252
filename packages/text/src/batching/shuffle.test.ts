import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { seededRandom } from './__fixtures__/seeded-random.ts';
import { shuffle } from './shuffle.ts';

describe('shuffle', () => {
  test('is a permutation and leaves its argument alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = shuffle(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect(shuffled).not.toBe(items);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('depends on the random state alone', () => {
    const items = Array.from({ length: 40 }, (_, index) => index);
    expect(shuffle(items, seededRandom(7))).toEqual(shuffle(items, seededRandom(7)));
    expect(shuffle(items, seededRandom(7))).not.toEqual(shuffle(items, seededRandom(8)));
    const random = seededRandom(7);
    expect(shuffle(items, random)).not.toEqual(shuffle(items, random));
  });

  test('follows the draws: worked by hand', () => {
    const draws = [0.9, 0.1, 0.5, 0.99];
    // a -> [a]; b takes place 0 -> [b, a]; c takes place 1 -> [b, c, a]; d takes place 3 -> [b, c, a, d]
    expect(shuffle(['a', 'b', 'c', 'd'], { next: () => draws.shift() ?? Number.NaN })).toEqual(['b', 'c', 'a', 'd']);
  });

  test('gives every order of three items about equally often', () => {
    const random = seededRandom(3);
    const counts = new Map<string, number>();
    for (let run = 0; run < 6000; run++) {
      const order = shuffle(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // 1000 expected, standard deviation 29: five of them on either side
    expect([...counts.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });

  test('refuses a source outside [0, 1)', () => {
    for (const drawn of [1, -0.1, Number.NaN, 17]) {
      expect(() => shuffle(['a', 'b'], { next: () => drawn })).toThrow(TextError);
      expect(() => shuffle(['a', 'b'], { next: () => drawn })).toThrow(`got ${drawn}`);
    }
  });
});
