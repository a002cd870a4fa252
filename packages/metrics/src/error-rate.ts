import { editDistance } from './edit-distance.ts';
import { isExactMatch } from './exact-match.ts';
import { MetricError } from './metric-error.ts';
import { joinReferences, type Hypotheses, type References } from './references.ts';

/** Edits per reference token. `rate` = `edits` / `referenceTokens`; above 1 if outputs are much too long. */
export type TokenErrorRate = { readonly edits: number; readonly referenceTokens: number; readonly rate: number };

/** How many outputs are wrong. `rate` = `wrong` / `total`. */
export type SequenceErrorRate = { readonly wrong: number; readonly total: number; readonly rate: number };

/**
 * Edits needed, per token of the reference: the phone error rate (PER) where tokens are phones, the word error rate (WER) of
 * speech recognition where they are words. Each output counts against its nearest reference, the one with the fewest edits
 * (of equally near ones the first), and adds that reference's length; edits and lengths are summed before dividing.
 *
 * @param hypotheses - one output per source
 * @param references - one or more right answers per source
 * @throws MetricError if there is nothing to score, the counts differ, a hypothesis has no reference, or all the nearest
 *   references are empty
 */
export function tokenErrorRate(hypotheses: Hypotheses, references: References): TokenErrorRate {
  let edits = 0;
  let referenceTokens = 0;
  for (const { hypothesis, answers } of joinReferences('tokenErrorRate', hypotheses, references)) {
    const nearest = nearestAnswer(hypothesis, answers);
    edits += nearest.edits;
    referenceTokens += nearest.length;
  }
  if (referenceTokens === 0) {
    throw new MetricError(
      `tokenErrorRate: expected references with at least one token in all, got ${hypotheses.length} empty ones; a rate per token needs tokens`,
    );
  }
  return { edits, referenceTokens, rate: edits / referenceTokens };
}

/**
 * The share of outputs with any edit at all. The spelling-to-sound literature calls it word error rate (WER), since there a
 * whole word is one sequence; it is not the WER of speech recognition, which is `tokenErrorRate` over words.
 *
 * @param hypotheses - one output per source
 * @param references - one or more right answers per source; equal to any of them is right
 * @throws MetricError if there is nothing to score, the counts differ, or a hypothesis has no reference
 */
export function sequenceErrorRate(hypotheses: Hypotheses, references: References): SequenceErrorRate {
  const pairs = joinReferences('sequenceErrorRate', hypotheses, references);
  const wrong = pairs.filter(({ hypothesis, answers }) => !isExactMatch(hypothesis, answers)).length;
  return { wrong, total: pairs.length, rate: wrong / pairs.length };
}

function nearestAnswer(
  hypothesis: readonly string[],
  answers: readonly (readonly string[])[],
): { readonly edits: number; readonly length: number } {
  let nearest = { edits: Number.POSITIVE_INFINITY, length: 0 };
  for (const answer of answers) {
    const edits = editDistance(hypothesis, answer);
    if (edits < nearest.edits) nearest = { edits, length: answer.length };
  }
  return nearest;
}
