import { createRandom, type Mode, type Random } from '@seq2seq/core';

export const testing: Mode = { training: false };

/** Training that draws the same random numbers each time. */
export const training = (): Mode => ({ training: true, random: createRandom(1) });

/** Each of them, made anew at every use. */
export const everyMode: readonly (() => Mode)[] = [() => testing, training];

/**
 * The modes in which numbers do not depend on chance: at test, and while training if nothing is drawn. Where something is drawn, rows and
 * padding get random numbers of their own, and cannot be compared.
 *
 * @param run - one computation in the mode that it is given
 */
export const modesWithoutChance = (run: (mode: Mode) => void): readonly (() => Mode)[] => {
  let draws = false;
  const watched = (random: Random): Random => ({
    next: () => {
      draws = true;
      return random.next();
    },
    fork: (name) => watched(random.fork(name)),
    snapshot: () => random.snapshot(),
  });
  run({ training: true, random: watched(createRandom(1)) });
  return draws ? [() => testing] : everyMode;
};
