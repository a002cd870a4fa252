import { expectNoLeak } from './expect-no-leak.ts';

/** A sentence that must be true, and what fails if it is not. */
export type Law = readonly [sentence: string, check: () => void];

/**
 * Checks laws in order; each must also give back every tensor that it made.
 *
 * @param contract - what the laws are of, for messages
 * @throws Error that begins with the contract and the first broken law
 */
export const checkLaws = (contract: string, laws: readonly Law[]): void => {
  for (const [sentence, check] of laws) {
    try {
      expectNoLeak(check);
    } catch (error) {
      throw new Error(`${contract}: broken law "${sentence}": ${(error as Error).message}`, { cause: error });
    }
  }
};
