import { SearchError } from './search-error.ts';

/** A log-probability this little above 0 is rounding and counts as 0; more is a score that was never normalised. */
const roundingAboveZero = 0.01;

/** Where log-probabilities come from, for the error that names a wrong one. */
type LogProbsPlace = {
  /** Who gave them, if not the model at this step. */
  readonly from?: string;
  /** The field that holds them. */
  readonly path: string;
  readonly step?: number | undefined;
  /** How many there are for each row. */
  readonly perRow: number;
  /** Which token the number at this place is about. */
  readonly tokenAt: (index: number) => number;
};

/**
 * Checks that every number is a log-probability.
 *
 * @returns the same numbers, none above 0
 */
export function checkLogProbs(logProbs: Float32Array, place: LogProbsPlace): Float32Array {
  let hasRounding = false;
  for (let index = 0; index < logProbs.length; index++) {
    const logProb = logProbs[index]!;
    if (logProb <= 0) continue;
    if (!(logProb <= roundingAboveZero)) throw improper(logProb, index, place);
    hasRounding = true;
  }
  return hasRounding ? logProbs.map((logProb) => Math.min(0, logProb)) : logProbs;
}

function improper(logProb: number, index: number, place: LogProbsPlace): SearchError {
  const { path, step, perRow, tokenAt, from = `model.step, step ${step}` } = place;
  const row = Math.floor(index / perRow);
  const advice = Number.isNaN(logProb)
    ? 'look for an overflow or a division by zero'
    : 'return log-probabilities (log-softmax), not logits or probabilities';
  return new SearchError(
    `${from}, row ${row}: the log-probability of token ${tokenAt(index)} must be at most 0, got ${logProb}; ${advice}.`,
    { path, step, row, expected: 'a number <= 0', actual: logProb },
  );
}
