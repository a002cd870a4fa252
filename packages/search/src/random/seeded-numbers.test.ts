import { describe, expect, test } from 'vitest';
import { hashOf, seededNumbers } from './seeded-numbers.ts';

const word = (value: bigint): bigint => BigInt.asUintN(32, value);

/** Mulberry32 as its author wrote it in C, with unsigned words of 32 bits. */
function* mulberry32(seed: number): Generator<number> {
  let state = word(BigInt(seed));
  for (;;) {
    state = word(state + 0x6d2b79f5n);
    let z = state;
    z = word((z ^ (z >> 15n)) * (z | 1n));
    z ^= word(z + word((z ^ (z >> 7n)) * (z | 61n)));
    yield Number(z ^ (z >> 14n)) / 2 ** 32;
  }
}

const bitsSet = (value: number): number => value.toString(2).replaceAll('0', '').length;
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('a stream of numbers', () => {
  test.each([0, 1, -1, 42, 2 ** 31 - 1, -(2 ** 31), 0xdeadbeef])('of seed %i is that of Mulberry32', (seed) => {
    const random = seededNumbers(seed);
    const expected = mulberry32(seed);
    for (let count = 0; count < 200; count++) expect(random()).toBe(expected.next().value);
  });

  test('is its own: two of one seed do not disturb each other', () => {
    const [one, other] = [seededNumbers(7), seededNumbers(7)];
    const first = [one(), one(), one()];
    expect([other(), other(), other()]).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });
});

describe('a hash', () => {
  const lists = Array.from({ length: 400 }, (_, index) => [index - 200, (index * 7919) % 1000, index % 3]);

  test('is an integer of 32 bits that follows from the integers alone', () => {
    for (const list of lists) {
      const hash = hashOf(...list);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      expect(hashOf(...list)).toBe(hash);
    }
    expect(new Set(lists.map((list) => hashOf(...list))).size).toBe(lists.length);
  });

  test('has every bit set half of the time', () => {
    for (let bit = 0; bit < 32; bit++) {
      const share = mean(lists.map((list) => (hashOf(...list) >>> bit) & 1));
      // 400 throws of a coin: 0.5 ± 0.025, here four times that.
      expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
    }
  });

  test.each([0, 1, 2])('changes half of its bits with any bit of integer %i', (place) => {
    for (let bit = 0; bit < 32; bit++) {
      const changes = lists.map((list) => {
        const changed = list.with(place, list[place]! ^ (1 << bit));
        return bitsSet((hashOf(...list) ^ hashOf(...changed)) >>> 0);
      });
      // 400 times 32 throws would give 16 ± 0.14; the highest bits of the last integer are mixed once only and change fewer.
      expect(Math.abs(mean(changes) - 16)).toBeLessThan(2);
    }
  });

  test('depends on the order and the number of integers', () => {
    const few = [[], [0], [0, 0], [0, 0, 0], [1], [1, 0], [0, 1]];
    expect(new Set(few.map((list) => hashOf(...list))).size).toBe(few.length);
  });
});
