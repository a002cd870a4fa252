// What hypotheses are ranked by, in one formula, and how much one that is still growing can become.

import type { HistoryNode, StepAlignment } from '../history.ts';
import { numberOption, optionError } from '../number-option.ts';
import { lengthLimits } from '../strategy/length-limits.ts';
import type { SearchTask } from '../strategy/strategy.ts';
import type { CoveragePenalty } from './coverage-penalty.ts';
import { divisorAt, lengthPenaltyOption, type LengthPenalty } from './length-penalty.ts';

/**
 * score = (log P + r · T) / lp(T) + cp. T counts the tokens of the hypothesis, the end of sentence included. The score ranks
 * what has ended; which beginnings a beam keeps is decided by their log-probabilities, all being of one length.
 */
export type ScoringOptions = {
  /** lp: what the log-probability is divided by. Default: `lengthNormalization(0.7)`. */
  readonly lengthPenalty?: LengthPenalty;
  /** r: nats added for each token, before the division; below 0 it is a word penalty. Default: 0. */
  readonly wordReward?: number;
  /** cp: added for where the hypothesis has looked. Needs a model that gives alignments, and `sourceLengths` in the task. */
  readonly coverage?: CoveragePenalty;
  /**
   * γ: in log P, the log-probability of the end of sentence counts γ · S / T times: an end that comes early has to be more
   * certain. Needs `sourceLengths`, S, in the task. Default: it counts once. (OpenNMT's `eos_norm`.)
   */
  readonly eosNormalization?: number;
};

/** The options at work in one search. */
export interface Scorer {
  /**
   * The score of a path of `length` tokens.
   *
   * @param logProb - of its tokens, without an end of sentence
   * @param ending - the log-probability of the end of sentence, if it has one
   */
  score(source: number, length: number, logProb: number, coverage: Float64Array | undefined, ending?: number): number;
  /** No longer path that begins with this one has a higher score. */
  bound(source: number, path: HistoryNode): number;
  /** The coverage of a path after this step; undefined where nobody asks. */
  cover(source: number, path: HistoryNode, alignment: StepAlignment | undefined, row: number): Float64Array | undefined;
}

/** Checks the options, for a scorer of each search to come. */
export function scoring(strategy: string, options: ScoringOptions): (task: SearchTask) => Scorer {
  const lengthPenalty = lengthPenaltyOption(strategy, options.lengthPenalty);
  const { wordReward = 0, coverage, eosNormalization } = options;
  const anyNumber = ['of nats', '0 means no reward, below 0 it is a penalty'] as const;
  numberOption([strategy, 'wordReward'], wordReward, () => true, anyNumber);
  if (eosNormalization !== undefined) {
    const range = ['above 0', 'leave it out to count the end of sentence once'] as const;
    numberOption([strategy, 'eosNormalization'], eosNormalization, (gamma) => gamma > 0, range);
  }

  return (task) => {
    const lengthOf = (source: number, option: string) => {
      const length = task.sourceLengths?.[source];
      if (length !== undefined) return length;
      const expected = 'left out where sources have no known length';
      throw optionError([strategy, option], expected, 'no length', 'give sourceLengths in the task');
    };
    const limits = lengthLimits(task);
    const lookedAhead = new Map<number, Ahead>();
    const aheadOf = (limit: number) => {
      const ahead = lookedAhead.get(limit) ?? lookAhead(lengthPenalty, wordReward, limit);
      lookedAhead.set(limit, ahead);
      return ahead;
    };

    return {
      score(source, length, logProb, covered, ending = 0) {
        if (length === 0) return logProb;
        const factor =
          eosNormalization === undefined ? 1 : (eosNormalization * lengthOf(source, 'eosNormalization')) / length;
        const perToken = (logProb + ending * factor + wordReward * length) / divisorAt(lengthPenalty, length);
        return covered && coverage ? perToken + coverage.penalty(covered) : perToken;
      },

      bound(source, { length, logProb, coverage: covered }) {
        const { divisors, rewards } = aheadOf(limits[source]!);
        // A log-probability only falls, and an end of sentence adds nothing above 0.
        const perToken = logProb / divisors[length + 1]!;
        const reward = rewards[length + 1]!;
        // Two quotients and the quotient of a sum are rounded differently.
        const rounding = wordReward === 0 ? 0 : 1e-12 * (Math.abs(reward) - perToken);
        return perToken + reward + rounding + (covered && coverage ? coverage.bound(covered) : 0);
      },

      cover(source, path, alignment, row) {
        if (!coverage) return undefined;
        const length = lengthOf(source, 'coverage');
        const width = alignment?.width ?? 0;
        if (!alignment || width < length) {
          const expected = `left out unless alignments have a weight for each of ${length} positions`;
          throw optionError([strategy, 'coverage'], expected, width, 'use a model that gives alignments');
        }
        const weights = alignment.weights.subarray(row * width, row * width + length);
        return Float64Array.from(weights, (weight, position) => weight + (path.coverage?.[position] ?? 0));
      },
    };
  };
}

/** [limit + 2], for every length T the largest lp and the largest r · T / lp(T) of any length from T to the limit. */
type Ahead = { readonly divisors: Float64Array; readonly rewards: Float64Array };

function lookAhead(penalty: LengthPenalty, reward: number, limit: number): Ahead {
  const divisors = new Float64Array(limit + 2).fill(-Infinity);
  const rewards = divisors.slice();
  for (let length = limit; length > 0; length--) {
    const divisor = divisorAt(penalty, length);
    divisors[length] = Math.max(divisor, divisors[length + 1]!);
    rewards[length] = Math.max((reward * length) / divisor, rewards[length + 1]!);
  }
  return { divisors, rewards };
}
