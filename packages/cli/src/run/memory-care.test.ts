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

test('without being told how, it really collects', async () => {
  let time = 0;
  const care = memoryCare(() => time);
  const garbage = new WeakRef({ large: new Array(1000).fill(0) });
  // What was made in this task lives to its end.
  await new Promise((resolve) => setTimeout(resolve, 5));
  time = 12_000;
  care();
  expect(garbage.deref()).toBeUndefined();
});
