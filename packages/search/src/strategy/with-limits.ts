// A search that must not take longer than somebody is ready to wait.

import { optionError } from '../number-option.ts';
import { countOption } from './count-option.ts';
import type { SearchStrategy } from './strategy.ts';

export type SearchLimits = {
  /** The most steps; at least one is made. */
  readonly maxSteps?: number;
  /** After this much time no further step is begun. Results then depend on the machine. */
  readonly timeLimitMs?: number;
  /** The clock, in milliseconds, that `timeLimitMs` is read from: `() => performance.now()`. */
  readonly now?: () => number;
};

/**
 * The same strategy, ended earlier: its results are then the best so far, as `run.best()` has them, cut short where they are.
 *
 * @throws SearchError if a limit is out of its range, or there is a time limit and no clock
 */
export function withLimits(strategy: SearchStrategy, limits: SearchLimits): SearchStrategy {
  const { timeLimitMs = Infinity, now = () => 0 } = limits;
  const maxSteps = limits.maxSteps === undefined ? Infinity : countOption('withLimits.maxSteps', limits.maxSteps);
  if (!(timeLimitMs >= 0) || (timeLimitMs < Infinity && !limits.now)) {
    const got = `${timeLimitMs} and ${limits.now ? 'a' : 'no'} clock`;
    const advice = 'give now, for example () => performance.now()';
    throw optionError(['withLimits', 'timeLimitMs'], 'at least 0 and go with a clock', got, advice);
  }
  return {
    ...strategy,
    begin(task) {
      const run = strategy.begin(task);
      const start = now();
      let steps = 0;
      return {
        best: () => run.best(),
        advance(scores) {
          const expansion = run.advance(scores);
          steps++;
          return steps >= maxSteps || now() - start >= timeLimitMs ? undefined : expansion;
        },
      };
    },
  };
}
