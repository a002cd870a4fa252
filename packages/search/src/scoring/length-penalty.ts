// Every further token lowers a sum of log-probabilities, so the plain sum prefers short outputs. A length penalty divides it
// by something that grows with the length.
//
// One rule for every formula of this package: the length T of a hypothesis is the number of its `tokens`. It counts the end of
// sentence of a finished one, and not the beginning of sentence.

import { numberOption, optionError } from '../number-option.ts';
import { SearchError } from '../search-error.ts';

/**
 * lp(T): what a hypothesis of T tokens has its log-probability divided by, a positive number. T counts the end of sentence and
 * is at least 1; the empty hypothesis is not divided.
 */
export type LengthPenalty = (length: number) => number;

/** lp(T) = 1: the plain log-probability. */
export const noLengthPenalty: LengthPenalty = () => 1;

/**
 * lp(T) = T^alpha: 0 ranks by plain log-probability, 1 by the mean per token, between them lies the usual compromise.
 *
 * @throws SearchError if alpha is negative, infinite or not a number
 * @see Wu et al. 2016, section 7, without the constant 5 that their formula adds to the length
 */
export function lengthNormalization(alpha: number): LengthPenalty {
  checkAtLeastZero('lengthNormalization', 'alpha', alpha);
  return (length) => length ** alpha;
}

/**
 * lp(T) = ((5 + T) / 6)^alpha: like `lengthNormalization`, and milder between short outputs.
 *
 * @throws SearchError if alpha is negative, infinite or not a number
 * @see Wu et al. 2016, equation 14
 */
export function wuLengthPenalty(alpha: number): LengthPenalty {
  checkAtLeastZero('wuLengthPenalty', 'alpha', alpha);
  return (length) => ((5 + length) / 6) ** alpha;
}

/**
 * lp(T) = ((beta + T) / (beta + 1))^alpha: beta 0 is `lengthNormalization`, beta 5 is `wuLengthPenalty`.
 *
 * @throws SearchError if alpha or beta is negative, infinite or not a number
 * @see Hieber et al. 2017, "Sockeye: A Toolkit for Neural Machine Translation"
 */
export function sockeyeLengthPenalty(alpha: number, beta: number): LengthPenalty {
  checkAtLeastZero('sockeyeLengthPenalty', 'alpha', alpha);
  checkAtLeastZero('sockeyeLengthPenalty', 'beta', beta);
  return (length) => ((beta + length) / (beta + 1)) ** alpha;
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

/** The option as a caller gave it, checked, or the default. */
export function lengthPenaltyOption(strategy: string, penalty: LengthPenalty | undefined): LengthPenalty {
  if (penalty === undefined) return defaultLengthPenalty;
  if (typeof penalty === 'function') return penalty;
  const advice = 'for a power of the length use lengthNormalization(alpha)';
  throw optionError([strategy, 'lengthPenalty'], 'a function of the length', penalty, advice);
}

function checkAtLeastZero(where: string, name: string, value: number): void {
  const advice = name === 'alpha' ? '0 means no length penalty, a larger alpha prefers longer outputs' : 'Wu has 5';
  numberOption([where, name], value, (number) => number >= 0, ['of at least 0', advice]);
}
