// The few best beginnings, grown side by side. What ends is put on a shelf and takes no place in the beam; the search of a
// source stops when nothing alive can still reach the shelf, so a good output that ends late is never lost to a bad one that
// ends early, and asking for more results never changes the first.

import type { HistoryNode } from '../history.ts';
import { largestDivisors, lengthPenaltyOption, type LengthPenalty } from '../scoring/length-penalty.ts';
import type { Shelf } from '../shelf.ts';
import { bestCandidates } from './best-candidates.ts';
import { countOption } from './count-option.ts';
import type { SearchRun, SearchStrategy, SearchTask } from './strategy.ts';
import { treeRun } from './tree-run.ts';

export type BeamOptions = {
  /** K: how many unfinished hypotheses of a source are kept at each step. */
  readonly width: number;
  /** What a hypothesis's log-probability is divided by. Default: `lengthNormalization(0.7)`. */
  readonly lengthPenalty?: LengthPenalty;
  /** How many hypotheses per source to return, where so many exist; may exceed the width. Default: 1. */
  readonly nBest?: number;
};

/**
 * Keeps the `width` most probable unfinished hypotheses of each source; of equals the earlier row, then the smaller token.
 *
 * @throws SearchError if width or nBest is not a positive integer
 * @see Huang, Zhao, Ma 2017, "When to Finish?": the stopping rule, here with any length penalty
 */
export function beam(options: BeamOptions): SearchStrategy {
  const width = countOption('beam.width', options.width);
  const nBest = countOption('beam.nBest', options.nBest ?? 1);
  const lengthPenalty = lengthPenaltyOption('beam', options.lengthPenalty);
  return { candidatesPerRow: width, begin: (task) => beamRun(task, width, nBest, lengthPenalty) };
}

function beamRun(task: SearchTask, width: number, nBest: number, lengthPenalty: LengthPenalty): SearchRun {
  const best = bestCandidates(width);
  const largestDivisor = largestDivisors(lengthPenalty, task.maxLength);

  return treeRun(task, {
    nBest,
    lengthPenalty,
    candidatesPerRow: width,
    choose(live, logProbs, keep) {
      const perRow = logProbs.length / live.length;
      let threshold = -Infinity;
      for (const [row, node] of live.entries()) {
        for (let candidate = row * perRow; candidate < (row + 1) * perRow; candidate++) {
          const score = node.logProb + logProbs[candidate]!;
          if (score <= threshold) break; // what follows in this row is no better
          threshold = best.add(score, candidate);
        }
      }
      for (const candidate of best.drain()) keep(candidate);
    },
    // Strictly less: at equal scores a path still alive could come first by its tokens.
    isSettled: (live: readonly HistoryNode[], shelf: Shelf) =>
      live[0]!.logProb / largestDivisor[live[0]!.length + 1]! < shelf.scoreToEnter(),
  });
}
