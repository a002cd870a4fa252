// A beam's results are often one sentence in slightly different words. Here the beam is split into groups, each of which pays
// for a token that groups before it have taken at the same step.

import { compareTokens, comparePaths, type RankedPath } from '../shelf.ts';
import { tokensOf } from '../history.ts';
import { numberOption, optionError } from '../number-option.ts';
import { groupedBeam, type BeamOptions } from './beam-run.ts';
import { countOption } from './count-option.ts';
import type { SearchStrategy } from './strategy.ts';

export type DiverseBeamOptions = Omit<BeamOptions, 'nBest'> & {
  /** G: into how many groups the width is split; a divisor of it. 1 is `beam`. */
  readonly groups: number;
  /** λ: nats taken from an expansion for each row that earlier groups have continued with its token at this step. Default: 0.5. */
  readonly strength?: number;
  /** How many hypotheses per source to return. Default: one of each group. */
  readonly nBest?: number;
};

/**
 * Beams side by side that avoid each other's tokens (Hamming diversity). The price of a token decides only who is kept; the log-
 * probabilities and scores in the results are those of the model. A source ends when no group needs to go on.
 *
 * Results are first the best of each group, in order, then the second best of each, and so on, none of them twice.
 *
 * @throws SearchError if an option is out of its range or the groups do not divide the width
 * @see Vijayakumar et al. 2016, "Diverse Beam Search", algorithm 1
 */
export function diverseBeam(options: DiverseBeamOptions): SearchStrategy {
  const { strength = 0.5 } = options;
  const width = countOption('diverseBeam.width', options.width);
  const count = countOption('diverseBeam.groups', options.groups);
  const range = ['of at least 0', '0 lets every group find the same'] as const;
  numberOption(['diverseBeam', 'strength'], strength, (nats) => nats >= 0, range);
  if (width % count !== 0) {
    const advice = 'each group has width / groups rows';
    throw optionError(['diverseBeam', 'groups'], `a divisor of the width ${width}`, count, advice);
  }
  return groupedBeam('diverseBeam', { nBest: count, ...options }, { count, strength, merge: inRounds });
}

/** The first of each list in order, the second of each, and so on; what was there before is left out. */
function inRounds(lists: readonly (readonly RankedPath[])[]): readonly RankedPath[] {
  const rounds = Math.max(...lists.map((list) => list.length));
  const merged: RankedPath[] = [];
  for (let place = 0; place < rounds; place++) {
    for (const path of lists.flatMap((list) => list.slice(place, place + 1)).toSorted(comparePaths)) {
      const isKnown = ({ node }: RankedPath) => compareTokens(tokensOf(node), tokensOf(path.node)) === 0;
      if (!merged.some(isKnown)) merged.push(path);
    }
  }
  return merged;
}
