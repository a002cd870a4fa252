// Following one path of a step model alone, and counting what it holds: the ground that the contract kit stands on.

import { SearchError, type StepModel } from '../src/index.ts';
import { fullLogProbs } from './candidate-laws.ts';

/** What the model said at one step about one row. */
export type StepRecord = { readonly logProbs: Float32Array; readonly alignment: Float32Array | undefined };

/**
 * Steps a state of one row along `tokens`, never reordering, and releases what it makes.
 *
 * @returns one record per step: one more than there are tokens
 * @throws SearchError if a row has the wrong length, is not a distribution, or an alignment is overwritten later
 */
export async function firstSteps<State>(
  model: StepModel<State>,
  start: State,
  bos: number,
  tokens: readonly number[],
  tolerance: number,
): Promise<readonly StepRecord[]> {
  const records: StepRecord[] = [];
  const kept: (Float32Array | undefined)[] = [];
  let state = start;
  try {
    for (const [step, token] of [bos, ...tokens].entries()) {
      const result = await model.step(state, Int32Array.of(token));
      const previous = state;
      state = result.state;
      if (!Object.is(previous, state)) model.release(previous);
      const logProbs = fullLogProbs(result, step);
      checkDistribution(logProbs, model.vocabularySize, step, tolerance);
      records.push({ logProbs: logProbs.slice(), alignment: result.alignment?.slice() });
      kept.push(result.alignment);
    }
  } finally {
    model.release(state);
  }
  for (const [step, alignment] of kept.entries()) checkUntouched(alignment, records[step]!.alignment, step);
  return records;
}

function checkDistribution(logProbs: Float32Array, vocabularySize: number, step: number, tolerance: number): void {
  if (logProbs.length !== vocabularySize) {
    throw new SearchError(
      `checkStepModel, step ${step}: logProbs of one row must have ${vocabularySize} values, got ${logProbs.length}.`,
      { path: 'logProbs', step, expected: vocabularySize, actual: logProbs.length },
    );
  }
  const sum = logProbs.reduce((total, logProb) => total + Math.exp(logProb), 0);
  if (Math.abs(sum - 1) <= tolerance) return;
  throw new SearchError(
    `checkStepModel, step ${step}: probabilities of a row must sum to 1 within ${tolerance}, got ${sum}; apply log-softmax to the scores.`,
    { path: 'logProbs', step, expected: 1, actual: sum },
  );
}

function checkUntouched(kept: Float32Array | undefined, before: Float32Array | undefined, step: number): void {
  if (!kept?.some((weight, index) => !Object.is(weight, before?.[index]))) return;
  throw new SearchError(
    `checkStepModel, step ${step}: the alignment was overwritten by a later step; return a new array at each step.`,
    { path: 'alignment', step },
  );
}

/** The same model, counting the states it has made against those it was given back. */
export function releaseCounting<State>(model: StepModel<State>): StepModel<State> & {
  /** Counts a first state. */
  adopt(state: State): State;
  readonly openStates: number;
} {
  let openStates = 0;
  const count = (next: State, given: State): State => {
    if (!Object.is(next, given)) openStates++;
    return next;
  };
  return {
    vocabularySize: model.vocabularySize,
    async step(state, lastTokens, request) {
      const result = await model.step(state, lastTokens, request);
      count(result.state, state);
      return result;
    },
    reorder: (state, rows) => count(model.reorder(state, rows), state),
    release(state) {
      openStates--;
      model.release(state);
    },
    adopt(state) {
      openStates++;
      return state;
    },
    get openStates() {
      return openStates;
    },
  };
}
