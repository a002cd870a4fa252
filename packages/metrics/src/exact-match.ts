import { joinReferences, type Hypotheses, type References } from './references.ts';

/** How many outputs are right. `rate` = `right` / `total`. */
export type ExactMatch = { readonly right: number; readonly total: number; readonly rate: number };

/**
 * The share of outputs that equal one of their references, token for token: the plainest measure, and for short outputs
 * (dates, numbers, spellings) the one that a user feels.
 *
 * @param hypotheses - one output per source
 * @param references - one or more right answers per source
 * @throws MetricError if there is nothing to score, the counts differ, or a hypothesis has no reference
 */
export function exactMatch(hypotheses: Hypotheses, references: References): ExactMatch {
  const pairs = joinReferences('exactMatch', hypotheses, references);
  const right = pairs.filter(({ hypothesis, answers }) => isExactMatch(hypothesis, answers)).length;
  return { right, total: pairs.length, rate: right / pairs.length };
}

/** Whether one output equals one of its references, token for token. */
export function isExactMatch(hypothesis: readonly string[], answers: readonly (readonly string[])[]): boolean {
  return answers.some(
    (answer) => answer.length === hypothesis.length && answer.every((token, index) => token === hypothesis[index]),
  );
}
