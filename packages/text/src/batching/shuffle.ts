import { TextError } from '../text-error.ts';

/** Where randomness comes from: the caller seeds it, so that an experiment can be repeated. */
export type RandomSource = {
  /** The next number, uniform in [0, 1). */
  next(): number;
};

/**
 * A new array with the same items in random order, every order equally likely. Draws one number per item: each item takes
 * the place of a random earlier one, or its own, and the one displaced moves to the end.
 *
 * @throws TextError if the random source leaves [0, 1)
 * @see Fisher and Yates 1938; Durstenfeld 1964, Algorithm 235; here in the "inside-out" form that fills a new array
 */
export function shuffle<Item>(items: readonly Item[], random: RandomSource): Item[] {
  const shuffled: Item[] = [];
  for (const item of items) {
    const drawn = random.next();
    if (!(drawn >= 0 && drawn < 1)) {
      throw new TextError(`shuffle: expected random.next() in [0, 1), got ${drawn}; divide by its range`);
    }
    const place = Math.floor(drawn * (shuffled.length + 1));
    shuffled.push(...shuffled.splice(place, 1, item));
  }
  return shuffled;
}
