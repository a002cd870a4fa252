import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { seededRandom } from './__fixtures__/seeded-random.ts';
import { bucketByLength } from './bucket-by-length.ts';

const length = fc.integer({ min: 1, max: 30 });
const items = fc.array(fc.tuple(length, length), { maxLength: 120 });

/** Padding on one side: what each batch needs beyond its own tokens. */
function padding(
  batches: readonly (readonly number[])[],
  lengths: readonly (readonly number[])[],
  side: number,
): number {
  return batches.reduce((total, batch) => {
    const own = batch.map((index) => lengths[index]?.[side] ?? Number.NaN);
    return total + Math.max(...own) * own.length - own.reduce((sum, value) => sum + value, 0);
  }, 0);
}

function inOrder(count: number, batchSize: number): number[][] {
  const batches: number[][] = [];
  for (let index = 0; index < count; index++) {
    if (index % batchSize === 0) batches.push([]);
    batches.at(-1)?.push(index);
  }
  return batches;
}

describe('bucketByLength', () => {
  test('holds every index exactly once, in batches that are full but for one per pool', () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 9 }),
        fc.nat({ max: 40 }),
        fc.integer(),
        (lengths, batchSize, extra, seed) => {
          const poolSize = batchSize + extra;
          const batches = bucketByLength(lengths, { batchSize, poolSize, random: seededRandom(seed) });
          expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...lengths.keys()]);
          expect(batches.every((batch) => batch.length > 0 && batch.length <= batchSize)).toBe(true);
          const short = batches.filter((batch) => batch.length < batchSize).length;
          expect(short).toBeLessThanOrEqual(Math.ceil(lengths.length / poolSize));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  test('is decided by the random state', () => {
    fc.assert(
      fc.property(items, fc.integer(), (lengths, seed) => {
        const run = () => bucketByLength(lengths, { batchSize: 4, poolSize: 16, random: seededRandom(seed) });
        expect(run()).toEqual(run());
      }),
      { seed: 1, numRuns: 50 },
    );
    const lengths = Array.from({ length: 60 }, (_, index) => [index % 7, index % 5]);
    const batches = (seed: number) => bucketByLength(lengths, { batchSize: 4, random: seededRandom(seed) });
    expect(batches(1)).not.toEqual(batches(2));
  });

  test('in one pool, no other full batches hold less source padding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(length, length), { minLength: 32, maxLength: 32 }),
        fc.integer(),
        (lengths, seed) => {
          const batches = bucketByLength(lengths, { batchSize: 4, random: seededRandom(seed) });
          expect(padding(batches, lengths, 0)).toBeLessThanOrEqual(padding(inOrder(32, 4), lengths, 0));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  test('holds far less padding on both sides than unsorted batches', () => {
    const random = seededRandom(11);
    const lengths = Array.from({ length: 2000 }, () => {
      const source = 3 + Math.floor(random.next() * 40);
      return [source, source + Math.floor(random.next() * 5)];
    });
    const batches = bucketByLength(lengths, { batchSize: 32, random });
    const unsorted = inOrder(2000, 32);
    expect(padding(batches, lengths, 0)).toBeLessThan(padding(unsorted, lengths, 0) / 10);
    expect(padding(batches, lengths, 1)).toBeLessThan(padding(unsorted, lengths, 1) / 4);
  });

  test('sorts by source first, then by target', () => {
    const lengths = [
      [2, 9],
      [1, 5],
      [2, 1],
      [1, 8],
    ];
    const batches = bucketByLength(lengths, { batchSize: 1, random: seededRandom(1) });
    expect(batches.flat().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    for (let seed = 0; seed < 20; seed++) {
      const pairs = bucketByLength(lengths, { batchSize: 2, random: seededRandom(seed) });
      expect(pairs.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
        [1, 3],
        [2, 0],
      ]);
    }
  });

  test('does not give the batches in order of length', () => {
    const lengths = Array.from({ length: 100 }, (_, index) => [index]);
    const firsts = bucketByLength(lengths, { batchSize: 5, random: seededRandom(2) }).map((batch) => batch[0] ?? 0);
    expect(firsts).not.toEqual(firsts.toSorted((a, b) => a - b));
  });

  test('lets other items meet in every pass', () => {
    const lengths = Array.from({ length: 100 }, () => [5, 5]);
    const [first, second] = [1, 2].map((seed) =>
      bucketByLength(lengths, { batchSize: 10, random: seededRandom(seed) }).map((batch) =>
        batch.toSorted((a, b) => a - b).join(),
      ),
    );
    expect(first?.filter((batch) => second?.includes(batch))).toEqual([]);
  });

  test('spreads items over the pools at random', () => {
    const lengths = Array.from({ length: 100 }, (_, index) => [index]);
    const batches = bucketByLength(lengths, { batchSize: 5, poolSize: 10, random: seededRandom(2) });
    // pools cut in the given order would hold ten neighbours each
    expect(batches.some((batch) => Math.max(...batch) - Math.min(...batch) >= 10)).toBe(true);
  });

  test('counts a missing length as 0', () => {
    const lengths = [[3, 1], [3], [2, 7], [3, 0, 1]];
    for (let seed = 0; seed < 20; seed++) {
      expect(bucketByLength(lengths, { batchSize: 4, random: seededRandom(seed) })).toEqual([[2, 1, 3, 0]]);
    }
  });

  test('of nothing is nothing', () => {
    expect(bucketByLength([], { batchSize: 4, random: seededRandom(1) })).toEqual([]);
  });

  test('refuses sizes that make no batch', () => {
    const random = seededRandom(1);
    expect(() => bucketByLength([[1]], { batchSize: 0, random })).toThrow(TextError);
    expect(() => bucketByLength([[1]], { batchSize: 1.5, random })).toThrow(/batchSize.*got 1\.5/);
    expect(() => bucketByLength([[1]], { batchSize: 4, poolSize: 3, random })).toThrow(/poolSize.*at least 4, got 3/);
  });
});
