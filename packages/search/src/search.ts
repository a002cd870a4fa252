// The one loop: step, choose, reorder, release. Strategies only choose; models only score. Everything about ownership,
// watching and stopping is here, once.

import { checkExpansion, checkResults, checkScores, type SeenAlignment } from './check-step.ts';
import { checkTask } from './check-task.ts';
import type { Constraints } from './constraint/constraint.ts';
import { constrainedRows } from './constraint/constrained-rows.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Awaitable, CandidateRequest, StepModel } from './step-model.ts';
import { countOption } from './strategy/count-option.ts';
import type { SearchRun, SearchStrategy, SearchTask } from './strategy/strategy.ts';

/** What a caller asks for: the task, but for what the model knows, and what its outputs must obey. */
export type SearchRequest = Omit<SearchTask, 'vocabularySize'> & {
  /** Applied to what the model says before the strategy sees it, in any order. Models are asked for full scores then. */
  readonly constraints?: Constraints | undefined;
};

/** How a caller follows a search and stops it. */
export type SearchWatch = {
  /**
   * Aborting rejects the search with the signal's reason, as soon as the model's present step or `onStep` has ended, so that
   * nothing is left running. A model that never waits keeps events from arriving: let `onStep` wait for one now and then.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called after every step, and awaited: read the best so far with `run.best()`. */
  readonly onStep?: ((run: SearchRun) => Awaitable<void>) | undefined;
};

/**
 * Searches for the outputs of a batch of sources.
 *
 * Constraints hold for every finished hypothesis. An unfinished one has nothing forbidden, but may lack what was still to come;
 * it is what a source has left where its constraints, together, leave nothing possible. Each constraint looks ahead by itself: two
 * may lead a narrow search there although an output exists that obeys both.
 *
 * @param start - one row per source, in order. The search owns it from here on and releases it like every other state, also
 * when it fails
 * @returns for each source its hypotheses, best first
 * @throws SearchError if the task, the model's answers or the strategy's choices cannot be worked with; whatever the model,
 * the strategy or `onStep` throw; the reason of the signal if it is aborted
 */
export async function search<State>(
  model: StepModel<State>,
  start: State,
  { constraints, ...task }: SearchRequest,
  strategy: SearchStrategy,
  watch: SearchWatch = {},
): Promise<readonly (readonly Hypothesis[])[]> {
  let state = start;
  const replaceState = (next: State) => {
    if (Object.is(next, state)) return;
    const previous = state;
    state = next;
    model.release(previous);
  };

  let results: readonly (readonly Hypothesis[])[];
  try {
    const fullTask = checkTask({ ...task, vocabularySize: model.vocabularySize });
    watch.signal?.throwIfAborted();
    const picking = candidateRequest(strategy, fullTask);
    const constrained = constrainedRows(constraints, fullTask, picking, strategy.beamWidth);
    const request = constrained || !picking || picking.count >= fullTask.vocabularySize - 1 ? undefined : picking;
    const pick = constrained ? undefined : picking;
    const run = strategy.begin(fullTask);
    let lastTokens: Int32Array | undefined = new Int32Array(fullTask.sources).fill(fullTask.bos);
    let seenAlignment: SeenAlignment;
    for (let step = 0; lastTokens && lastTokens.length > 0 && step < fullTask.maxLength; step++) {
      const rows: number = lastTokens.length;
      const result = await model.step(state, lastTokens, request);
      replaceState(result.state);
      watch.signal?.throwIfAborted();
      const { vocabularySize } = fullTask;
      const checked = checkScores(result, { request, pick }, { step, rows, vocabularySize, seenAlignment });
      seenAlignment = checked.seenAlignment;
      const scores = constrained?.apply(checked.scores, step) ?? checked.scores;
      const expansion = checkExpansion(run.advance(scores), { step, rows, vocabularySize });
      if (expansion) constrained?.follow(expansion);
      if (expansion && !staysInPlace(expansion.rows, rows)) replaceState(model.reorder(state, expansion.rows));
      lastTokens = expansion?.tokens;
      await watch.onStep?.(run);
      watch.signal?.throwIfAborted();
    }
    results = checkResults(run.best(), fullTask.sources);
  } catch (error) {
    releaseAfterFailure(model, state);
    throw watch.signal?.aborted ? watch.signal.reason : error;
  }
  model.release(state);
  return results;
}

/** What the strategy does not look beyond, if it does not look at every token. */
function candidateRequest({ candidatesPerRow }: SearchStrategy, { eos }: SearchTask): CandidateRequest | undefined {
  if (candidatesPerRow === undefined) return undefined;
  return { count: countOption('strategy.candidatesPerRow', candidatesPerRow), eos };
}

function staysInPlace(rows: Int32Array, count: number): boolean {
  return rows.length === count && rows.every((row, index) => row === index);
}

function releaseAfterFailure<State>(model: StepModel<State>, state: State): void {
  try {
    model.release(state);
  } catch {
    // What failed first tells the caller more than the failure to clean up after it.
  }
}
