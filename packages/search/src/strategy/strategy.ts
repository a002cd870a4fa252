// The contract between the loop and those who choose. The loop steps, reorders, releases and watches; a strategy only reads
// log-probabilities and says which rows go on with which tokens.

import type { Hypothesis } from '../hypothesis.ts';
import type { StepScores } from '../step-model.ts';

/** What is to be searched. */
export type SearchTask = {
  /** How many sources the first state has: one row each. */
  readonly sources: number;
  /** The token every row is given at the first step. */
  readonly bos: number;
  /** The token that ends a hypothesis. */
  readonly eos: number;
  /** The most tokens a hypothesis may have, the end of sentence included. */
  readonly maxLength: number;
  /** At most this many tokens, rounded up and at least 1, for each position of the source. Needs `sourceLengths`. */
  readonly maxLengthFactor?: number;
  /** [sources] S of each source: how many positions it has, padding not counted. Its alignments begin with them. */
  readonly sourceLengths?: ArrayLike<number>;
  /**
   * [sources] What randomness of each source follows from, beside the seed of the strategy: a number that goes with the source
   * wherever it stands. Without it all sources see the same noise. Either way results do not depend on the batch.
   */
  readonly seeds?: ArrayLike<number>;
  /** V, from the model. */
  readonly vocabularySize: number;
};

/** The rows of the next step: row i continues old row `rows[i]` with `tokens[i]`. At least one row. */
export type Expansion = { readonly rows: Int32Array; readonly tokens: Int32Array };

/** A way of choosing. It has no state of its own: `begin` makes what one search needs. */
export interface SearchStrategy {
  /**
   * How many tokens of a row the strategy looks at beside the end of sentence: the best ones. If given, a run gets candidates,
   * from the model or picked by the loop; if absent, it gets full scores.
   */
  readonly candidatesPerRow?: number;
  /**
   * How many unfinished hypotheses of a source it keeps by their log-probability. If given, constraints that ask for something
   * to appear may divide these places (dynamic beam allocation); if absent, they only forbid. Goes with `candidatesPerRow`.
   */
  readonly beamWidth?: number;
  begin(task: SearchTask): SearchRun;
}

/** One search in progress. Its first step has one row per source, in order. */
export interface SearchRun {
  /**
   * Takes in the scores of the present rows and says which rows live on; undefined when every source is done. The loop asks
   * at most `maxLength` times.
   */
  advance(scores: StepScores): Expansion | undefined;
  /** For each source its hypotheses, best first: at the end the results, before it the best so far, cut short where they are. */
  best(): readonly (readonly Hypothesis[])[];
}
