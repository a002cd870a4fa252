import { expect, test } from 'vitest';
import { yieldRegularly } from './yield-regularly.ts';

/** After which of these pieces of work, in milliseconds, the event loop gets its turn. */
const holesBetween = async (pieces: readonly number[]): Promise<boolean[]> => {
  let time = 0;
  const breathe = yieldRegularly(() => time);
  const holes: boolean[] = [];
  for (const piece of pieces) {
    time += piece;
    let isBack = false;
    const back = breathe().then(() => (isBack = true));
    // Promises that wait for no new task are back after a few turns of the microtask queue.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    holes.push(!isBack);
    await back;
  }
  return holes;
};

test('yields before another piece like the last would hold the event loop for more than 50 ms', async () => {
  expect(await holesBetween([15, 15, 15, 15, 15, 15])).toEqual([false, false, true, false, false, true]);
  expect(await holesBetween([25, 25, 25, 25])).toEqual([false, true, false, true]);
  expect(await holesBetween([60, 26, 1, 1, 500])).toEqual([true, true, false, false, true]);
  expect(await holesBetween(Array.from({ length: 50 }, () => 1))).toEqual(
    Array.from({ length: 50 }, (_, i) => i === 49),
  );
});

test('timers run in the holes', async () => {
  let time = 0;
  const breathe = yieldRegularly(() => (time += 60));
  const timer = new AbortController();
  setTimeout(() => timer.abort(), 1);
  for (let hole = 0; hole < 1e6 && !timer.signal.aborted; hole++) await breathe();
  expect(timer.signal.aborted).toBe(true);
});
