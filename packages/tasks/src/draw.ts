import type { RandomSource } from '@seq2seq/text';
import { TaskError } from './task-error.ts';

/**
 * A random integer from 0 to `count` − 1, each equally likely. Draws one number.
 *
 * @throws TaskError if the random source leaves [0, 1)
 */
export function drawBelow(count: number, random: RandomSource): number {
  const drawn = random.next();
  if (!(drawn >= 0 && drawn < 1)) {
    throw new TaskError('random', [`expected random.next() in [0, 1), got ${drawn}; divide by its range`]);
  }
  return Math.floor(drawn * count);
}

/**
 * One of the items, each equally likely. Draws one number.
 *
 * @throws TaskError if there are no items or the random source leaves [0, 1)
 */
export function drawFrom<Item>(items: readonly Item[], random: RandomSource): Item {
  const place = drawBelow(items.length, random);
  for (const item of items.slice(place, place + 1)) return item;
  throw new TaskError('random', ['expected something to draw from, got nothing; this should have been checked before']);
}
