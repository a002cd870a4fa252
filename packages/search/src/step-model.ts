// What any model must offer to be searched. No tensors: log-probabilities come in as plain arrays, and the state is opaque.

/** A value, or a promise of it. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Anything that can score the next token: a recurrent decoder, an ONNX session, a table, an ensemble.
 *
 * A state holds one row per sequence being grown. Whoever calls `search` hands over the first state, with one row per source
 * in order; from then on the search owns every state and releases each once. A `step` or `reorder` that returns the very
 * state it was given has made no new state, and that one is released once.
 */
export interface StepModel<State> {
  /** V: tokens are the integers from 0 to V − 1. */
  readonly vocabularySize: number;
  /**
   * Scores every possible next token of every row.
   *
   * @param state - the rows so far
   * @param lastTokens - [rows] the token each row took last; the beginning of sentence at the first step
   * @param request - what is needed of each row, if not everything. A model may give candidates then, and may as well ignore
   * it: results are the same, and thousands of numbers a row are not looked at. The same at every step of a search
   */
  step(state: State, lastTokens: Int32Array, request?: CandidateRequest): Awaitable<StepResult<State>>;
  /**
   * A state whose row i is row `rows[i]` of the given one. A repeated row is widened, an omitted row is dropped. Not called
   * when every row stays where it is. The given state is released afterwards, so the new one must not depend on it.
   */
  reorder(state: State, rows: Int32Array): State;
  /** Frees a state. Called once for every state. */
  release(state: State): void;
}

/** What a strategy needs of each row, where it does not need all: the best tokens, and what the end of sentence has. */
export type CandidateRequest = {
  /** k: how many tokens other than the end of sentence; from 1 to V − 2. */
  readonly count: number;
  /** The end of sentence. */
  readonly eos: number;
};

/** The best tokens of each row. The end of sentence is never among them, so that no other can push it out. */
export type Candidates = {
  /** [rows · k] the best first, the smaller of equals first. */
  readonly tokens: Int32Array;
  /** [rows · k] their natural log-probabilities, at most 0. */
  readonly logProbs: Float32Array;
  /** [rows] the natural log-probability of the end of sentence. */
  readonly eosLogProbs: Float32Array;
};

type AlignedScores = {
  /** [rows · S] attention weights, at every step or at none. Kept until the search ends: give a new array at each step. */
  readonly alignment?: Float32Array;
  /**
   * Set by the loop, for the strategy: rows with nothing possible only because constraints gave their places to other rows of
   * the source. They are not hypotheses that came to an end.
   */
  readonly leftOut?: ReadonlySet<number>;
  /** [rows · V] set by the loop where there are constraints: what the model gave before them. */
  readonly modelLogProbs?: Float32Array;
};

/** What one step says about each row: everything. */
export type FullScores = AlignedScores & {
  /** [rows · V] natural log-probabilities, at most 0; −Infinity for what is impossible. Read before the next step only. */
  readonly logProbs: Float32Array;
  readonly candidates?: undefined;
};

/** What one step says about each row: what was requested. */
export type CandidateScores = AlignedScores & {
  /** Read before the next step only. */
  readonly candidates: Candidates;
  readonly logProbs?: undefined;
};

/**
 * What the loop makes of full scores for a strategy that asks for candidates: both, as constraints left them. Where constraints
 * divide the places of a beam, the candidates are fewer.
 */
export type PickedScores = AlignedScores & {
  readonly logProbs: Float32Array;
  readonly candidates: Candidates;
};

/** What a strategy reads about each row. */
export type StepScores = FullScores | CandidateScores | PickedScores;

/** What one step returns: the scores and the state after the step, with the same rows; candidates only if they were requested. */
export type StepResult<State> = (FullScores | CandidateScores) & { readonly state: State };
