// The least that a model can be: a function that is told what has been said so far and says what may come next. It fits
// whatever keeps no state of its own between steps: a server that is asked, n-grams, a decoder without a cache.

import { SearchError } from './search-error.ts';
import type { Awaitable, FullScores, StepModel } from './step-model.ts';

/** The rows of a prefix model: which source, and its tokens so far; undefined before the first step. */
export type PrefixRows = {
  readonly sources: readonly number[];
  readonly prefixes: readonly (readonly number[] | undefined)[];
};

export type PrefixModelOptions = {
  /** V: tokens are the integers from 0 to V − 1. */
  readonly vocabularySize: number;
  /**
   * Natural log-probabilities [rows · V] of the token after each prefix; −Infinity for what is impossible. Must not change the
   * prefixes.
   *
   * @param prefixes - each row's tokens so far, the beginning of sentence not among them; at the first step all are empty
   * @param sources - the number of each row's source, as `start` was given it
   */
  readonly logProbs: (prefixes: readonly (readonly number[])[], sources: readonly number[]) => Awaitable<Float32Array>;
};

/** A function of prefixes as search sees it. */
export interface PrefixModel extends StepModel<PrefixRows> {
  /** Gives full scores, requested or not. */
  step(state: PrefixRows, lastTokens: Int32Array): Promise<FullScores & { readonly state: PrefixRows }>;
  /** A first state with one row for each of sources 0 to n − 1, or for each listed source. */
  start(sources: number | readonly number[]): PrefixRows;
}

/**
 * Makes a model of a function from prefixes to log-probabilities. Each step gives the function all prefixes anew, so an output
 * of T tokens costs it T(T − 1)/2 tokens read again; a model with a state is faster as a `StepModel` of its own.
 */
export function prefixModel({ vocabularySize, logProbs }: PrefixModelOptions): PrefixModel {
  return {
    vocabularySize,
    start(sources) {
      const list = typeof sources === 'number' ? Array.from({ length: sources }, (_, source) => source) : [...sources];
      return { sources: list, prefixes: list.map(() => undefined) };
    },
    async step({ sources, prefixes: before }, lastTokens) {
      if (lastTokens.length !== sources.length) throw rowsDiffer(sources.length, lastTokens.length);
      const prefixes = before.map((prefix, row) => (prefix ? [...prefix, lastTokens[row]!] : []));
      return { logProbs: await logProbs(prefixes, sources), state: { sources, prefixes } };
    },
    reorder: ({ sources, prefixes }, rows) => {
      const order = Array.from(rows);
      return { sources: order.map((row) => sources[row]!), prefixes: order.map((row) => prefixes[row]) };
    },
    release() {}, // nothing but arrays, which the garbage collector sees to
  };
}

function rowsDiffer(expected: number, actual: number): SearchError {
  return new SearchError(
    `prefixModel.step: expected a last token for each of ${expected} rows, got ${actual}; start with as many sources as are searched.`,
    { path: 'lastTokens', expected, actual },
  );
}
