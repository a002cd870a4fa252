// A model that costs nothing: what it says lies ready, so that all the time of a search is the search's own.
import { createRandom } from '@seq2seq/core';
import type { Candidates, StepModel } from '@seq2seq/search';

export type PreparedOptions = {
  readonly vocabularySize: number;
  /** The most rows of a step. */
  readonly rows: number;
  readonly eos: number;
  /** How many candidates of each row to give where they are requested; full scores always if absent. */
  readonly candidates?: number;
};

/** The model, and how many rows it was asked for: all steps together. */
export type PreparedModel = StepModel<null> & { readonly counted: { rows: number } };

/** Steps that differ, so that no cache holds all of them. */
const differentSteps = 6;

/** Ends are improbable, so that most hypotheses run to full length; the rest is as uneven as a trained model's rows are. */
export const preparedModel = ({ vocabularySize: V, rows, eos, candidates }: PreparedOptions): PreparedModel => {
  const random = createRandom(1);
  const steps = Array.from({ length: differentSteps }, () => {
    const logProbs = new Float32Array(rows * V);
    for (let row = 0; row < rows; row++) {
      const ofRow = logProbs.subarray(row * V, (row + 1) * V);
      for (let token = 0; token < V; token++) ofRow[token] = token === eos ? -6 : 2.5 * normal(random.next);
      const logSum = Math.log(ofRow.reduce((sum, each) => sum + Math.exp(each), 0));
      for (let token = 0; token < V; token++) ofRow[token] = (ofRow[token] as number) - logSum;
    }
    return { logProbs, candidates: candidates === undefined ? undefined : bestOf(logProbs, V, eos, candidates) };
  });
  const counted = { rows: 0 };
  let step = 0;
  return {
    counted,
    vocabularySize: V,
    step(state, lastTokens, request) {
      const { length } = lastTokens;
      counted.rows += length;
      const said = steps[step++ % differentSteps] as (typeof steps)[number];
      if (!request || !said.candidates) return { state, logProbs: said.logProbs.subarray(0, length * V) };
      const { tokens, logProbs, eosLogProbs } = said.candidates;
      const end = length * request.count;
      return {
        state,
        candidates: {
          tokens: tokens.subarray(0, end),
          logProbs: logProbs.subarray(0, end),
          eosLogProbs: eosLogProbs.subarray(0, length),
        },
      };
    },
    reorder: (state) => state,
    release: () => {},
  };
};

/** By sorting each row whole: it is done once. */
const bestOf = (logProbs: Float32Array, V: number, eos: number, count: number): Candidates => {
  const rows = Array.from({ length: logProbs.length / V }, (_, row) => logProbs.subarray(row * V, (row + 1) * V));
  const tokens = rows.flatMap((ofRow) =>
    [...ofRow.keys()]
      .filter((token) => token !== eos)
      .toSorted((one, other) => (ofRow[other] as number) - (ofRow[one] as number) || one - other)
      .slice(0, count),
  );
  return {
    tokens: Int32Array.from(tokens),
    logProbs: Float32Array.from(tokens, (token, at) => logProbs[Math.floor(at / count) * V + token] as number),
    eosLogProbs: Float32Array.from(rows, (ofRow) => ofRow[eos] as number),
  };
};

/** Box and Muller. */
const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
