import { groupedBeam, type BeamOptions } from './beam-run.ts';
import type { SearchStrategy } from './strategy.ts';

/**
 * Keeps the `width` most probable unfinished hypotheses of each source; of equals the earlier row, then the smaller token.
 *
 * @throws SearchError if an option is out of its range
 * @see Huang, Zhao, Ma 2017, "When to Finish?": the stopping rule `bound`, here with any length penalty
 */
export function beam(options: BeamOptions): SearchStrategy {
  return groupedBeam('beam', options, { count: 1, strength: 0 });
}
