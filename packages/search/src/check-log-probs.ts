import { firstAbove } from './first-above.ts';
import { SearchError } from './search-error.ts';

/** A log-probability this little above 0 is rounding and counts as 0; more is a score that was never normalised. */
const roundingAboveZero = 0.01;

/** Where log-probabilities come from, for the error that names a wrong one. */
export type LogProbsPlace = {
  /** Who gave them, if not the model at this step. */
  readonly from?: string;
  /** The field that holds them. */
  readonly path: string;
  readonly step?: number | undefined;
  /** How many there are for each row. */
  readonly perRow: number;
  /** Which token the number at this place is about, where a row does not have one for each token. */
  readonly tokenAt?: (index: number) => number;
};

/**
 * Checks that every number is a log-probability.
 *
 * @returns the same numbers, none above 0
 */
export function checkLogProbs(logProbs: Float32Array, place: LogProbsPlace): Float32Array {
  const { length } = logProbs;
  const first = firstAbove(logProbs, 0, length, 0);
  for (let at = first; at < length; at = firstAbove(logProbs, at + 1, length, 0)) checkedLogProb(logProbs, at, place);
  return first < length ? logProbs.map((logProb) => Math.min(0, logProb)) : logProbs;
}

/** One number, 0 where it is rounding above it; an error if it is no log-probability. */
export function checkedLogProb(logProbs: Float32Array, index: number, place: LogProbsPlace): number {
  const logProb = logProbs[index]!;
  if (logProb <= roundingAboveZero) return Math.min(0, logProb);
  const { path, step, perRow, tokenAt, from = `model.step, step ${step}` } = place;
  const row = Math.floor(index / perRow);
  const advice = Number.isNaN(logProb)
    ? 'look for an overflow or a division by zero'
    : 'return log-probabilities (log-softmax), not logits or probabilities';
  throw new SearchError(
    `${from}, row ${row}: the log-probability of token ${tokenAt ? tokenAt(index) : index % perRow} must be at most 0, got ${logProb}; ${advice}.`,
    { path, step, row, expected: 'a number <= 0', actual: logProb },
  );
}
