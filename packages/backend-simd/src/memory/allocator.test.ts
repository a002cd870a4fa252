import { expect, test } from 'vitest';
import { alignment, createAllocator } from './allocator.ts';

/** A generator of numbers that repeats itself at will: Lehmer 1951. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

/** Which cache lines are taken, in the plainest way. */
const lineMap = (lines: number) => {
  const taken = new Uint8Array(lines);
  const mark = (address: number, bytes: number, value: 0 | 1): void => {
    const first = address / alignment;
    const last = first + Math.max(1, Math.ceil(bytes / alignment));
    for (let line = first; line < last; line++) {
      if (taken[line] === value) throw new Error(`line ${line} is ${value === 1 ? 'taken' : 'free'} already`);
    }
    taken.fill(value, first, last);
  };
  const longestFreeRun = (start: number, end: number): number => {
    let longest = 0;
    let run = 0;
    for (let line = start / alignment; line < end / alignment; line++) {
      run = taken[line] === 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest * alignment;
  };
  return { mark, longestFreeRun };
};

test('100,000 random steps against a map of cache lines', () => {
  const start = 192;
  const maximum = 2 ** 20;
  let end = 2 ** 16;
  const allocator = createAllocator(start, end);
  const map = lineMap(maximum / alignment);
  const held: { address: number; bytes: number }[] = [];
  let bytesHeld = 0;
  const random = numbers(7);
  let refused = 0;

  for (let step = 0; step < 100_000; step++) {
    // Phases of filling and of emptying.
    const allocates = random(100) < (Math.floor(step / 2000) % 2 === 0 ? 62 : 40);
    if (allocates) {
      const bytes = random(10) === 0 ? random(40_000) : random(1500);
      const address = allocator.allocate(bytes);
      const size = Math.max(1, Math.ceil(bytes / alignment)) * alignment;
      if (address === undefined) {
        refused++;
        // Refusing is right only if no stretch is long enough: neighbours that are free are one.
        expect(map.longestFreeRun(start, end)).toBeLessThan(size);
        if (end < maximum && random(50) === 0)
          allocator.extendTo((end = Math.min(maximum, end + 64 * (1 + random(500)))));
      } else {
        if (address % alignment !== 0 || address < start || address + size > end) expect.fail(`misplaced: ${address}`);
        map.mark(address, bytes, 1);
        held.push({ address, bytes });
        bytesHeld += size;
      }
    } else if (held.length > 0) {
      const index = random(held.length);
      const { address, bytes } = held[index] as { address: number; bytes: number };
      held[index] = held.at(-1) as { address: number; bytes: number };
      held.pop();
      allocator.free(address);
      map.mark(address, bytes, 0);
      bytesHeld -= Math.max(1, Math.ceil(bytes / alignment)) * alignment;
    }
    if (allocator.bytesHeld !== bytesHeld) expect.fail(`bytesHeld is ${allocator.bytesHeld}, not ${bytesHeld}`);
  }
  // The test means something only if it came to the borders.
  expect(refused).toBeGreaterThan(100);
  expect(allocator.end).toBe(end);

  for (const { address } of held) allocator.free(address);
  expect(allocator.bytesHeld).toBe(0);
  expect(allocator.allocate(end - start)).toBe(start);
  expect(allocator.allocate(1)).toBeUndefined();
});

test('finds the one stretch that fits exactly behind many of its class that are too small', () => {
  const allocator = createAllocator(0, 64 * (16 * 30 + 30 + 19));
  const small = Array.from({ length: 30 }, () => {
    const address = allocator.allocate(64 * 16) as number;
    allocator.allocate(64);
    return address;
  });
  // 16 and 19 lines are of one class; the larger one becomes free first and stands last.
  const large = allocator.allocate(64 * 19) as number;
  allocator.free(large);
  for (const address of small) allocator.free(address);
  expect(allocator.allocate(64 * 19)).toBe(large);
});

test('sizes up to 4 GB and addresses above 2 GB are nothing special', () => {
  const end = 2 ** 32;
  const allocator = createAllocator(64, end);
  expect(allocator.allocate(end - 64)).toBe(64);
  allocator.free(64);
  expect(allocator.allocate(3 * 2 ** 30)).toBe(64);
  expect(allocator.allocate(2 ** 29)).toBe(64 + 3 * 2 ** 30);
  expect(allocator.bytesHeld).toBe(3.5 * 2 ** 30);
});

test('an address that is not taken cannot be freed, nor twice', () => {
  const allocator = createAllocator(0, 4096);
  const address = allocator.allocate(100) as number;
  expect(() => allocator.free(address + 64)).toThrow(RangeError);
  allocator.free(address);
  expect(() => allocator.free(address)).toThrow(/nothing is taken at address 0; it was freed before/);
});

test('no bytes have a place of their own too', () => {
  const allocator = createAllocator(0, 4096);
  expect(allocator.allocate(0)).not.toBe(allocator.allocate(0));
});
