/** One output that the search found. */
export type Hypothesis = {
  /** Without the beginning of sentence; with the end of sentence, last, when `finished`. */
  readonly tokens: readonly number[];
  /** The log-probability of each token given those before it, in nats. */
  readonly tokenLogProbs: readonly number[];
  /** Their sum: 0 for the empty hypothesis. */
  readonly logProb: number;
  /** What hypotheses are ranked by, see `ScoringOptions`; 0 for the empty hypothesis. */
  readonly score: number;
  /** Whether it ended itself, rather than being cut off by `maxLength` or by a step with nothing possible. */
  readonly finished: boolean;
  /** What it took part in the lottery with; from `stochasticBeam` only. */
  readonly perturbedLogProb?: number;
  /** Where each token looked: one array [S] per token. Present whenever the model gives alignments. */
  readonly alignment?: readonly Float32Array[];
};
