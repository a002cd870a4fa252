import { expect, test } from 'vitest';
import { memoryCare } from './memory-care.ts';

test('collects at most once in twelve seconds', () => {
  let time = 0;
  let collections = 0;
  const care = memoryCare(
    () => time,
    () => collections++,
  );
  const after = (milliseconds: number): number => {
    time += milliseconds;
    care();
    return collections;
  };
  expect([after(0), after(11_999), after(1), after(0), after(12_000)]).toEqual([0, 0, 1, 1, 2]);
});

test('without being told how, it really collects', () => {
  let time = 0;
  const care = memoryCare(() => time);
  const before = process.memoryUsage().heapUsed;
  let garbage: unknown[] | undefined = Array.from({ length: 1_000_000 }, (_, i) => ({ i }));
  expect(process.memoryUsage().heapUsed - before).toBeGreaterThan(20e6);
  expect(garbage).toHaveLength(1_000_000);
  garbage = undefined;
  time = 12_000;
  care();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10e6);
});
