// A search as a stream: what has been found so far, after every step, for whoever shows an output while it grows.

import type { Hypothesis } from '../hypothesis.ts';
import { search, type SearchRequest } from '../search.ts';
import type { StepModel } from '../step-model.ts';
import type { SearchStrategy } from '../strategy/strategy.ts';

type Results = readonly (readonly Hypothesis[])[];

/**
 * Searches like `search`, step by step: `for await (const best of searchSteps(…))`. A step is made when it is asked for; leaving
 * the loop ends the search and releases what it holds.
 *
 * @param options - aborting its signal makes the next step reject with the signal's reason
 * @returns the hypotheses of each source after every step, best first; those of the last step are the results of the search,
 * and where there is no step, they come alone
 */
export async function* searchSteps<State>(
  model: StepModel<State>,
  start: State,
  request: SearchRequest,
  strategy: SearchStrategy,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Results, void, void> {
  const left = new AbortController();
  let deliver: (best: Results) => void = () => {};
  let goOn = (): void => {};
  let isOver = false;
  const results = search(model, start, request, strategy, {
    signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
    onStep(run) {
      deliver(run.best());
      return new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
  }).finally(() => {
    isOver = true;
  });
  try {
    for (let steps = 0; ; steps++) {
      const step = new Promise<Results>((resolve) => {
        deliver = resolve;
      });
      goOn();
      const found = await Promise.race([step, results]);
      if (!isOver || steps === 0) yield found;
      if (isOver) return;
    }
  } finally {
    left.abort();
    goOn();
    await results.catch(() => {}); // what went wrong has been thrown already
  }
}
