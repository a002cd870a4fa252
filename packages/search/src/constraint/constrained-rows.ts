// What the loop knows about its rows where constraints hold: the source, the tokens so far and what each constraint knows. It
// follows the rows as the strategy repeats, drops and exchanges them.

import { checkLogProbs } from '../check-log-probs.ts';
import type { CandidateRequest, StepScores } from '../step-model.ts';
import { pickCandidates } from '../strategy/candidates-of.ts';
import { lengthLimits } from '../strategy/length-limits.ts';
import type { Expansion, SearchTask } from '../strategy/strategy.ts';
import { shareBeam, type BankRow } from './banks.ts';
import type { Constraints } from './constraint.ts';

/** Constraints at work in one search. */
export interface ConstrainedRows {
  /** The full scores of the present rows as the strategy may see them; the given ones are not changed. */
  apply(scores: StepScores, step: number): StepScores;
  /** Goes on to the rows chosen. */
  follow(expansion: Expansion): void;
}

type Row = BankRow & { readonly tokens: readonly number[] };

/**
 * @param request - the candidates that the strategy asks for, if it does not look at all tokens
 * @param beamWidth - how many places a source has, if the strategy lets constraints divide them
 * @returns undefined where no source has a constraint
 */
export function constrainedRows(
  constraints: Constraints | undefined,
  task: SearchTask,
  request: CandidateRequest | undefined,
  beamWidth = 1,
): ConstrainedRows | undefined {
  const constraintsOf = typeof constraints === 'function' ? constraints : () => constraints ?? [];
  const { eos, vocabularySize } = task;
  let rows = lengthLimits(task).map((longest, source): Row => {
    const ofSource = constraintsOf(source);
    const maxLength = Math.min(longest, ...ofSource.map((each) => each.maxLength ?? longest));
    const begun = ofSource.map((each) => each.begin({ source, eos, vocabularySize, maxLength }));
    return { source, tokens: [], logProb: 0, constraints: begun };
  });
  if (rows.every((row) => row.constraints.length === 0)) return undefined;
  const nothing = new Float32Array(0);
  let last = nothing; // kept from apply to follow only

  return {
    apply(scores, step) {
      if (!scores.logProbs) return scores;
      last = scores.logProbs.slice();
      for (const [index, row] of rows.entries()) {
        const ofRow = last.subarray(index * vocabularySize, (index + 1) * vocabularySize);
        for (const constraint of row.constraints) constraint.apply(ofRow, row.tokens);
      }
      const place = { from: `constraints, step ${step}`, path: 'constraints', step, perRow: vocabularySize };
      const constrained = { ...scores, modelLogProbs: scores.logProbs, logProbs: last };
      if (!request) return { ...constrained, logProbs: checkLogProbs(last, place) };
      const candidates = pickCandidates(last, request, place);
      const hasBanks = beamWidth > 1 && rows.some((row) => row.constraints.some((each) => each.missingAfter));
      if (!hasBanks) return { ...constrained, candidates };
      const leftOut = shareBeam(last, candidates, rows, { places: beamWidth, vocabularySize, eos });
      return { ...constrained, candidates, leftOut };
    },
    follow(expansion) {
      rows = Array.from(expansion.rows, (from, index) => {
        const { source, tokens, logProb, constraints: before } = rows[from]!;
        const token = expansion.tokens[index]!;
        return {
          source,
          tokens: [...tokens, token],
          logProb: logProb + Math.min(0, last[from * vocabularySize + token]!),
          constraints: before.map((each) => each.after?.(token) ?? each),
        };
      });
      last = nothing;
    },
  };
}
