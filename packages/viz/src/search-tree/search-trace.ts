/**
 * A search as a picture needs it: all candidates of each step. What `traced` of @seq2seq/search records is of this shape, and so
 * is whatever another library's beam search can tell.
 */

/** One candidate: a beginning and a token that may follow. */
export type SearchCandidate = {
  /** unique in the search */
  readonly id: number;
  /** the candidate it continues, one of the step before; absent at the first step */
  readonly parent?: number | undefined;
  /** which source of the batch */
  readonly source: number;
  readonly token: number;
  /** of this token alone, in nats */
  readonly tokenLogProb: number;
  /** of all tokens so far, in nats */
  readonly logProb: number;
  /** what it would be ranked by if it were a result */
  readonly score: number;
  /** `kept`: it goes on; `ended`: it was among the best results at that step; `pruned`: neither */
  readonly outcome: 'kept' | 'ended' | 'pruned';
  /** its rows at the next step, several where outputs are drawn with replacement */
  readonly rows: readonly number[];
};

/** One output that the search has found. */
export type SearchResult = {
  /** with the end of sentence, if it is `finished` */
  readonly tokens: readonly number[];
  readonly logProb: number;
  readonly score: number;
  /** whether it ended itself, rather than being cut off */
  readonly finished: boolean;
};

/** Everything about one step. */
export type SearchTraceStep = {
  readonly nodes: readonly SearchCandidate[];
  /** for each source its best results so far, best first */
  readonly best: readonly (readonly SearchResult[])[];
};
