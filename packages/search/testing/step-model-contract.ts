// The laws of a step model, to be run on one's own. An oracle that never reorders and never batches (each path alone, from a
// fresh start) says what every row must give; the model must give the same in batches that are reordered as a search does.

import { beam, search, SearchError, type Awaitable, type CandidateRequest, type StepModel } from '../src/index.ts';
import { checkCandidatesOfRow, fullLogProbs } from './candidate-laws.ts';
import { firstSteps, releaseCounting, type StepRecord } from './path-record.ts';
import { hashOf, seededNumbers } from '../src/random/seeded-numbers.ts';

/** The model under test and how to begin with it. */
export type StepModelSubject<State> = {
  readonly model: StepModel<State>;
  /** A new first state with one row for each listed source. Called many times. */
  readonly start: (sources: readonly number[]) => Awaitable<State>;
  /** How many sources `start` knows: they are numbered from 0. Two or more different ones make the test sharper. */
  readonly sources: number;
  readonly bos: number;
  readonly eos: number;
  /** How many steps to follow. Default: 4. */
  readonly steps?: number;
  /** How far apart two log-probabilities or weights may be that should be equal. Default: 1e-4. */
  readonly tolerance?: number;
  /** What is held now, for example `() => tf.memory().numTensors`: must return to where it was. */
  readonly openStates?: () => number;
  /** Which paths and orders are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks that a step model keeps its promises: log-probabilities of a row sum to one, rows of a batch do not see each other,
 * `reorder` repeats and omits rows, a new state outlives the old one, alignments are not overwritten, candidates are the best
 * tokens of the full scores, nothing is left open.
 *
 * @throws SearchError that says which promise is broken, at which step and row
 */
export async function checkStepModel<State>(subject: StepModelSubject<State>): Promise<void> {
  const { sources, bos, eos, steps = 4, tolerance = 1e-4, openStates, seed = 1 } = subject;
  if (!(Number.isInteger(sources) && sources > 0 && Number.isInteger(steps) && steps > 0)) {
    throw new SearchError(`checkStepModel: sources and steps must be positive integers, got ${sources} and ${steps}.`);
  }
  const openBefore = openStates?.();
  const model = releaseCounting(subject.model);
  const begin = async (list: readonly number[]) => model.adopt(await subject.start(list));
  const random = seededNumbers(hashOf(seed));
  const oracle = (source: number, tokens: readonly number[]) =>
    begin([source]).then((state) => firstSteps(model, state, bos, tokens, tolerance));

  const count = Math.min(2, model.vocabularySize - 2);
  const requests = [undefined, ...(count > 0 ? [{ count, eos }] : [])];
  const everySource = Array.from({ length: sources }, (_, source) => source);
  for (const list of [everySource, everySource.toReversed(), [...everySource, ...everySource], [0]]) {
    for (const request of requests) {
      await checkBatch({ model, begin, oracle, list, request, bos, eos, steps, tolerance, random });
    }
  }
  for (const width of [1, 3]) {
    const state = await begin(everySource);
    await search(model, state, { sources, bos, eos, maxLength: steps }, beam({ width, nBest: 2 }));
  }
  if (model.openStates !== 0) {
    throw new SearchError(`checkStepModel: ${model.openStates} states were not released by the search.`);
  }
  const openAfter = openStates?.();
  if (openAfter !== openBefore) {
    throw new SearchError(
      `checkStepModel: openStates must be ${openBefore} again after every state was released, got ${openAfter}; release must free everything that start, step and reorder made.`,
      { path: 'openStates', expected: openBefore, actual: openAfter },
    );
  }
}

type Batch<State> = {
  readonly model: StepModel<State>;
  readonly begin: (sources: readonly number[]) => Promise<State>;
  readonly oracle: (source: number, tokens: readonly number[]) => Promise<readonly StepRecord[]>;
  readonly list: readonly number[];
  readonly request: CandidateRequest | undefined;
  readonly bos: number;
  readonly eos: number;
  readonly steps: number;
  readonly tolerance: number;
  readonly random: () => number;
};

/** Grows a batch as a search would, with rows repeated, omitted and exchanged, and compares every row with the oracle. */
async function checkBatch<State>(batch: Batch<State>): Promise<void> {
  const { model, begin, oracle, list, request, bos, eos, steps, tolerance, random } = batch;
  const V = model.vocabularySize;
  let rows = list.map((source) => ({ source, tokens: [] as readonly number[] }));
  let state: State = await begin(list);
  const replaceState = (next: State) => {
    if (Object.is(next, state)) return;
    const previous = state;
    state = next;
    model.release(previous);
  };
  try {
    for (let step = 0; step < steps && rows.length > 0; step++) {
      const lastTokens = Int32Array.from(rows, ({ tokens }) => tokens.at(-1) ?? bos);
      const records: StepRecord[] = [];
      for (const { source, tokens } of rows) records.push((await oracle(source, tokens))[step]!);
      const result = await model.step(state, lastTokens, request);
      replaceState(result.state);
      const S = (result.alignment?.length ?? 0) / rows.length;
      for (const [row, expected] of records.entries()) {
        const place = { step, row, tolerance };
        if (request && result.candidates) {
          checkCandidatesOfRow(result.candidates, expected.logProbs, request, place);
        } else {
          const logProbs = fullLogProbs(result, step).subarray(row * V, (row + 1) * V);
          compare('logProbs', logProbs, expected.logProbs, place);
        }
        compare('alignment', result.alignment?.subarray(row * S, (row + 1) * S), expected.alignment, place);
      }
      const chosen = expand(records, eos, random);
      if (chosen.length > 0)
        replaceState(
          model.reorder(
            state,
            Int32Array.from(chosen, ({ row }) => row),
          ),
        );
      rows = chosen.map(({ row, token }) => ({ source: rows[row]!.source, tokens: [...rows[row]!.tokens, token] }));
    }
  } finally {
    model.release(state);
  }
}

/** Some of the possible expansions, in no order, as many as there are rows and one more: so one row at least is repeated. */
function expand(records: readonly StepRecord[], eos: number, random: () => number) {
  const possible: { readonly row: number; readonly token: number; readonly place: number }[] = [];
  for (const [row, { logProbs }] of records.entries()) {
    for (const [token, logProb] of logProbs.entries()) {
      if (token !== eos && logProb > -Infinity) possible.push({ row, token, place: random() });
    }
  }
  return possible.toSorted((one, other) => one.place - other.place).slice(0, records.length + 1);
}

function compare(
  what: string,
  actual: Float32Array | undefined,
  expected: Float32Array | undefined,
  { step, row, tolerance }: { readonly step: number; readonly row: number; readonly tolerance: number },
): void {
  if (actual?.length !== expected?.length) {
    throw new SearchError(
      `checkStepModel, step ${step}, row ${row}: ${what} has ${actual?.length ?? 'no'} values in a batch and ${expected?.length ?? 'none'} alone; a row must not depend on the others.`,
      { path: what, step, row, expected: expected?.length, actual: actual?.length },
    );
  }
  const index = expected?.findIndex(
    (value, at) => !(actual![at] === value || Math.abs(actual![at]! - value) <= tolerance),
  );
  if (index === undefined || index < 0) return;
  throw new SearchError(
    `checkStepModel, step ${step}, row ${row}: ${what}[${index}] is ${actual![index]} in a reordered batch and ${expected![index]} alone; rows must not see each other, reorder must move every part of the state, and a new state must not share memory with a released one.`,
    { path: what, step, row, expected: expected![index], actual: actual![index] },
  );
}
