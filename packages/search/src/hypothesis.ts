/** One output that the search found. */
export type Hypothesis = {
  /** Without the beginning of sentence; with the end of sentence, last, when `finished`. */
  readonly tokens: readonly number[];
  /** The log-probability of each token given those before it, in nats. */
  readonly tokenLogProbs: readonly number[];
  /** Their sum: 0 for the empty hypothesis. */
  readonly logProb: number;
  /** `logProb` divided by the length penalty: what hypotheses are ranked by. The empty hypothesis has its `logProb`. */
  readonly score: number;
  /** Whether it ended itself, rather than being cut off by `maxLength` or by a step with nothing possible. */
  readonly finished: boolean;
  /** Where each token looked: one array [S] per token. Present whenever the model gives alignments. */
  readonly alignment?: readonly Float32Array[];
};
