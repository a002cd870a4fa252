// How much of decoding with a real model is the search's own: what is left of the time when the model's is taken away.
import { createRandom, disposeTree, fromSeed, tokenBatch } from '@seq2seq/core';
import { beam, search, type StepModel } from '@seq2seq/search';
import { beginSearch, buildModel, type SearchRows, toStepModel } from 'seq2seq';
import { type BenchmarkCase, modelOf, randomIds } from '../cases.ts';

export type DecodeShareOptions = {
  readonly shapes: BenchmarkCase;
  readonly beamWidth: number;
  readonly batch: number;
  readonly rounds: number;
  readonly signal: AbortSignal;
};

/** One batch: milliseconds from source to hypotheses, and of them those of the encoder and the model's steps. */
type DecodeTimes = { readonly whole: number; readonly model: number };

export type DecodeShare = { readonly name: string; readonly times: readonly DecodeTimes[] };

const [bos, eos, warmUps] = [1, 3, 1];

/** With candidates, as models of ours give them, and with full scores, as others may; in turns. */
export const measureDecodeShare = async (options: DecodeShareOptions): Promise<readonly DecodeShare[]> => {
  const { shapes, beamWidth: width, batch, rounds, signal } = options;
  const model = buildModel(modelOf(shapes), { parameters: fromSeed(1) });
  const random = createRandom(2);
  const strategy = beam({ width, nBest: width, stop: 'all' });
  const { candidatesPerRow: _, ...asksForAll } = strategy;
  const shares = [
    { name: 'candidates', strategy, times: [] as DecodeTimes[] },
    { name: 'full scores', strategy: asksForAll, times: [] as DecodeTimes[] },
  ];
  try {
    for (let round = -warmUps; round < rounds; round++) {
      for (const share of shares) {
        signal.throwIfAborted();
        const source = tokenBatch(randomIds(batch, shapes.sourceLength, shapes.sourceVocabulary, random), 0);
        const clock = stopwatch();
        const begin = performance.now();
        const start = clock.sync(() => beginSearch(model, source));
        const timed = timedModel(toStepModel(model), clock);
        await search(timed, start, { sources: batch, bos, eos, maxLength: shapes.targetLength }, share.strategy);
        const whole = performance.now() - begin;
        disposeTree(source);
        if (round >= 0) share.times.push({ whole, model: clock.read() });
      }
    }
  } finally {
    model.parameters.dispose();
  }
  return shares.map(({ name, times }) => ({ name, times }));
};

type Stopwatch = {
  readonly sync: <T>(work: () => T) => T;
  readonly wait: <T>(work: () => PromiseLike<T> | T) => Promise<T>;
  readonly read: () => number;
};

const stopwatch = (): Stopwatch => {
  let milliseconds = 0;
  return {
    read: () => milliseconds,
    sync(work) {
      const begin = performance.now();
      const result = work();
      milliseconds += performance.now() - begin;
      return result;
    },
    async wait(work) {
      const begin = performance.now();
      const result = await work();
      milliseconds += performance.now() - begin;
      return result;
    },
  };
};

/** The same model, timed; no hypothesis ends before its full length. */
const timedModel = (model: StepModel<SearchRows>, clock: Stopwatch): StepModel<SearchRows> => ({
  vocabularySize: model.vocabularySize,
  step: (state, lastTokens, request) =>
    clock.wait(async () => {
      const result = await model.step(state, lastTokens, request);
      if (result.candidates) result.candidates.eosLogProbs.fill(-Infinity);
      else for (let at = eos; at < result.logProbs.length; at += model.vocabularySize) result.logProbs[at] = -Infinity;
      return result;
    }),
  reorder: (state, rows) => clock.sync(() => model.reorder(state, rows)),
  release: (state) => clock.sync(() => model.release(state)),
});
