/** A search played again step by step, for a viewer with a slider or with buttons for forward and back. */
import { VizError } from '../viz-error.ts';
import { candidateOf, readSearch, type SearchBranch, type SearchTree, tokensTo } from './read-search.ts';
import { counted, countsOf } from './search-words.ts';
import type { SearchCandidate, SearchResult, SearchTraceStep } from './search-trace.ts';

/** A candidate with its whole output so far. */
export type ReplayedCandidate = SearchCandidate & {
  /** among all candidates of the step by log-probability, from 1 */
  readonly rank: number;
  readonly tokens: readonly number[];
};

/** A search at one moment: after so many steps. */
export type SearchReplay = {
  /** 0 before the first step */
  readonly step: number;
  readonly steps: number;
  /** such as `step 3 of 9: 4 beams × 32 tokens → keep 4` */
  readonly caption: string;
  /** what the step continued; at the first step, and before it, nothing but the beginning, which is no candidate */
  readonly live: readonly ReplayedCandidate[];
  /** all candidates of the step, the most probable first; each is in one of the next three too */
  readonly considered: readonly ReplayedCandidate[];
  readonly kept: readonly ReplayedCandidate[];
  readonly ended: readonly ReplayedCandidate[];
  readonly pruned: readonly ReplayedCandidate[];
  /** the outputs found so far, best first; those that are not finished are still growing, or were cut off in the end */
  readonly shelf: readonly SearchResult[];
};

/**
 * The state of a search after some of its steps.
 *
 * @param trace - all steps of the search
 * @param upToStep - how many steps to play: 0 for none, as many as there are for all
 * @param options - `source`: which source of the batch; the first, 0, if absent
 * @throws VizError if the trace is inconsistent or has no such step or source
 */
export function replaySearch(
  trace: readonly SearchTraceStep[],
  upToStep: number,
  options: { readonly source?: number } = {},
): SearchReplay {
  const { source = 0 } = options;
  const tree = readSearch(trace, source, 'replaySearch');
  const steps = tree.steps.length;
  if (!Number.isSafeInteger(upToStep) || upToStep < 0 || upToStep > steps) {
    throw new VizError(
      `replaySearch: upToStep must be a whole number from 0 to ${steps}, but is ${upToStep}; stop there`,
    );
  }
  const considered = (tree.steps[upToStep - 1] ?? []).map(replayed);
  const outcome = (wanted: SearchCandidate['outcome']): ReplayedCandidate[] =>
    considered.filter((candidate) => candidate.outcome === wanted);
  const [kept, ended, pruned] = [outcome('kept'), outcome('ended'), outcome('pruned')];
  return {
    step: upToStep,
    steps,
    caption: captionOf(tree, upToStep),
    live: (tree.steps[upToStep - 2] ?? []).filter((branch) => branch.outcome === 'kept').map(replayed),
    considered,
    kept,
    ended,
    pruned,
    shelf: trace[upToStep - 1]?.best[source] ?? [],
  };
}

function captionOf(tree: SearchTree, upToStep: number): string {
  const steps = tree.steps.length;
  if (upToStep === 0) return `before the first of ${counted(steps, 'step')}`;
  return `step ${upToStep} of ${steps}: ${countsOf(tree, upToStep - 1)}`;
}

function replayed(branch: SearchBranch): ReplayedCandidate {
  return { ...candidateOf(branch), rank: branch.rank, tokens: tokensTo(branch) };
}
