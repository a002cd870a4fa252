import { type FScore, fScore } from './f-score.ts';
import { MetricError } from './metric-error.ts';
import { ngramCounter, ngramsIn, sharedNgrams } from './ngrams.ts';

export type RougeOptions = {
  /** β: how many times as much recall counts as precision; Infinity is the recall alone. Default: 1. */
  readonly beta?: number;
};

/**
 * ROUGE-N: how many n-grams of the reference an output has, each as often as both have it. Its `recall` is the measure of the paper, `f`
 * the one that most papers tell since. Items may be ids as well as tokens. Of several references the paper takes the best.
 *
 * @param n - 1 for ROUGE-1, 2 for ROUGE-2
 * @returns 0 throughout if either has no n-gram
 * @throws MetricError if n is no whole number above 0 or beta is negative
 * @see Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries, section 2
 */
export function rouge<Item>(
  output: readonly Item[],
  reference: readonly Item[],
  n: number,
  { beta = 1 }: RougeOptions = {},
): FScore {
  if (!(Number.isInteger(n) && n > 0)) {
    throw new MetricError(`rouge: expected a whole number above 0 as n, got ${n}; 1 is ROUGE-1, 2 is ROUGE-2`);
  }
  checkBeta('rouge', beta);
  const count = ngramCounter();
  const shared = sharedNgrams(count(output, n), count(reference, n));
  return sharesOf(shared, [ngramsIn(output.length, n), ngramsIn(reference.length, n)], beta);
}

/**
 * ROUGE-L of a sentence: the longest sequence of items that output and reference have in the same order, with anything between, over the
 * length of either. Items may be ids as well as tokens.
 *
 * @throws MetricError if beta is negative
 * @see Lin 2004, section 3.1, equations 2 to 4
 */
export function rougeL<Item>(
  output: readonly Item[],
  reference: readonly Item[],
  { beta = 1 }: RougeOptions = {},
): FScore {
  checkBeta('rougeL', beta);
  return sharesOf(longestCommonSubsequence(output, reference), [output.length, reference.length], beta);
}

function sharesOf(shared: number, [inOutput, inReference]: readonly [number, number], beta: number): FScore {
  return fScore(inOutput === 0 ? 0 : shared / inOutput, inReference === 0 ? 0 : shared / inReference, beta);
}

/** Its length, with two rows of the table. */
function longestCommonSubsequence<Item>(one: readonly Item[], other: readonly Item[]): number {
  let above = new Uint32Array(other.length + 1);
  for (const item of one) {
    const row = new Uint32Array(other.length + 1);
    other.forEach((candidate, column) => {
      row[column + 1] =
        item === candidate ? (above[column] ?? 0) + 1 : Math.max(above[column + 1] ?? 0, row[column] ?? 0);
    });
    above = row;
  }
  return above[other.length] ?? 0;
}

function checkBeta(where: string, beta: number): void {
  if (beta >= 0) return;
  throw new MetricError(
    `${where}: expected a beta of at least 0, got ${beta}; 1 is the harmonic mean, Infinity the recall`,
  );
}
