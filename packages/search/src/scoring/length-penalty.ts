// Every further token lowers a sum of log-probabilities, so the plain sum prefers short outputs. A length penalty divides it
// by something that grows with the length.

import { SearchError } from '../search-error.ts';

/**
 * What a hypothesis of this length has its log-probability divided by: a positive number. The length counts the end of
 * sentence and is at least 1; the empty hypothesis is not divided.
 */
export type LengthPenalty = (length: number) => number;

/**
 * length^alpha: 0 ranks by plain log-probability, 1 by the mean per token, between them lies the usual compromise.
 *
 * @throws SearchError if alpha is negative, infinite or not a number
 * @see Wu et al. 2016, section 7, without the constant 5 that their formula adds to the length
 */
export function lengthNormalization(alpha: number): LengthPenalty {
  if (!(alpha >= 0 && alpha < Infinity)) {
    throw new SearchError(
      `lengthNormalization: alpha must be a finite number of at least 0, got ${String(alpha)}; 0 means no length penalty, a larger alpha prefers longer outputs.`,
      { path: 'lengthNormalization.alpha', expected: 'a finite number >= 0', actual: alpha },
    );
  }
  return (length) => length ** alpha;
}

/** What ranks hypotheses when nothing else is asked for: alpha 0.7. */
const defaultLengthPenalty: LengthPenalty = lengthNormalization(0.7);

/** The penalty of one length, checked; 1 for the empty hypothesis. */
export function divisorAt(penalty: LengthPenalty, length: number): number {
  if (length === 0) return 1;
  const divisor = penalty(length);
  if (!(divisor > 0 && divisor < Infinity)) {
    throw new SearchError(
      `lengthPenalty: must give a positive finite number for every length, got ${String(divisor)} for length ${length}; return 1 for no penalty.`,
      { path: 'lengthPenalty', expected: 'a positive finite number', actual: divisor },
    );
  }
  return divisor;
}

/**
 * For every length T the largest divisor of any length from T to `maxLength`. A log-probability only falls, so a path of T
 * tokens can never score more than its log-probability divided by entry T + 1.
 *
 * @returns [maxLength + 1], entry 0 unused
 */
export function largestDivisors(penalty: LengthPenalty, maxLength: number): Float64Array {
  const largest = new Float64Array(maxLength + 1);
  for (let length = maxLength; length > 0; length--) {
    largest[length] = Math.max(divisorAt(penalty, length), length < maxLength ? largest[length + 1]! : 0);
  }
  return largest;
}

/** The option as a caller gave it, checked, or the default. */
export function lengthPenaltyOption(strategy: string, penalty: LengthPenalty | undefined): LengthPenalty {
  if (penalty === undefined) return defaultLengthPenalty;
  if (typeof penalty === 'function') return penalty;
  throw new SearchError(
    `${strategy}: lengthPenalty must be a function of the length, got ${String(penalty)}; for a power of the length use lengthNormalization(alpha).`,
    { path: `${strategy}.lengthPenalty`, expected: 'a function', actual: penalty },
  );
}
