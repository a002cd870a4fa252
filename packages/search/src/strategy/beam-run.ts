// The few best beginnings, grown side by side, in one group or several. What ends is put on a shelf and takes no place in the
// beam. A group is settled when nothing alive can still reach its shelf, so a good output that ends late is never lost to a bad
// one that ends early, and asking for more results never changes the first.

import { optionError } from '../number-option.ts';
import { scoring, type ScoringOptions } from '../scoring/scorer.ts';
import { bestCandidates } from './best-candidates.ts';
import { countOption } from './count-option.ts';
import type { SearchStrategy } from './strategy.ts';
import { treeRun, type TreeRules } from './tree-run.ts';

/**
 * When the search of a source ends, beside `maxLength`:
 * - `bound`: when no live hypothesis can still get among the results, whatever follows it; finds what `all` finds, sooner.
 * - `first`: after the first step where one of the `width` best expansions, ends counted among them, is an end. Quick, and it
 *   loses better outputs that end later. There may be fewer results than asked for.
 * - `all`: never.
 */
export type StopRule = (typeof stopRules)[number];

const stopRules = ['bound', 'first', 'all'] as const;

export type BeamOptions = ScoringOptions & {
  /** K: how many unfinished hypotheses of a source are kept at each step. */
  readonly width: number;
  /** How many hypotheses per source to return, where so many exist; may exceed the width. Default: 1. */
  readonly nBest?: number;
  /** When to stop. Default: `bound`. */
  readonly stop?: StopRule;
};

/** Several groups of rows that avoid each other's tokens. */
export type Groups = Pick<TreeRules, 'merge'> & { readonly count: number; readonly strength: number };

/** A beam under its name; the width is shared out to the groups. */
export function groupedBeam(name: string, options: BeamOptions, { count, strength, ...rest }: Groups): SearchStrategy {
  const { stop = 'bound' } = options;
  const width = countOption(`${name}.width`, options.width);
  const nBest = countOption(`${name}.nBest`, options.nBest ?? 1);
  const scorerOf = scoring(name, options);
  if (!stopRules.includes(stop)) {
    throw optionError([name, 'stop'], `one of ${stopRules.join(', ')}`, stop, 'bound loses nothing');
  }
  const perGroup = width / count;

  return {
    // Enough to find the best of a group even if all that other groups have taken is better.
    candidatesPerRow: width,
    ...(count === 1 && { beamWidth: width }),
    begin(task) {
      const scorer = scorerOf(task);
      const best = bestCandidates(perGroup);
      const taken = new Map<number, number>();

      return treeRun(task, {
        ...rest,
        nBest,
        scorer,
        candidatesPerRow: width,
        groups: count,
        choose({ group, live, tokens, logProbs }, keep) {
          if (group === 0) taken.clear();
          const perRow = tokens.length / live.length;
          let threshold = -Infinity;
          for (const [row, node] of live.entries()) {
            for (let candidate = row * perRow; candidate < (row + 1) * perRow; candidate++) {
              const logProb = node.logProb + logProbs[candidate]!;
              if (logProb <= threshold) break; // what follows in this row is no better
              const score = group === 0 ? logProb : logProb - strength * (taken.get(tokens[candidate]!) ?? 0);
              if (score > threshold) threshold = best.add(score, candidate);
            }
          }
          for (const candidate of best.drain()) {
            const token = tokens[candidate]!;
            taken.set(token, (taken.get(token) ?? 0) + 1);
            keep(candidate);
          }
        },
        isSettled({ source, live, shelf, bestEnding }) {
          if (stop === 'first') {
            return bestEnding > -Infinity && live.filter(({ logProb }) => logProb > bestEnding).length < perGroup;
          }
          // Strictly less: at equal scores a path still alive could come first by its tokens.
          return stop === 'bound' && live.every((node) => scorer.bound(source, node) < shelf.scoreToEnter());
        },
      });
    },
  };
}
