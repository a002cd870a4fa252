// What there is to know of a run while it learns.
import type { BackendChoice } from '../experiment/experiment.ts';

/** `main` is the run of the Train view; the others are those that are compared. */
export type RunId = string;

/** A held-out example that is shown while the run learns. */
export type PinnedExample = {
  readonly source: readonly string[];
  /** The usual right answer. */
  readonly target: readonly string[];
  readonly sourceText: string;
  readonly targetText: string;
  /**
   * Of one that the user chose, whether it is shown still: it keeps its place among the others when it is let go. Absent from the first
   * ones, which nobody chose.
   */
  readonly isChosen?: boolean;
};

/** The sources of examples that the user chose, in the order in which they are shown. */
export type ChosenSources = readonly (readonly string[])[];

/** A number for a weight's first values: another run's weight of this path and shape began alike if it has the same. */
export type WeightFingerprint = { readonly path: string; readonly shape: readonly number[]; readonly values: number };

/** What a run is once it is set up. */
export type RunSummary = {
  readonly run: RunId;
  readonly weights: number;
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly trainExamples: number;
  readonly pinned: readonly PinnedExample[];
  /** A few examples of those it learns from, as texts. */
  readonly sample: readonly { readonly source: string; readonly target: string }[];
  /** Steps done: 0 unless it goes on from a snapshot. */
  readonly step: number;
  /** Of all weights as they were made; absent where they were not. */
  readonly firstWeights?: readonly WeightFingerprint[];
};

/** A table of attention weights, flat: [rows · columns]. */
export type Weights = { readonly rows: number; readonly columns: number; readonly values: Float32Array };

/** A pinned example at one moment of training. */
export type ShownExample = {
  readonly output: readonly string[];
  readonly isRight: boolean;
  /** Where each token of the right answer looks, its end of sentence included; with models that attend. */
  readonly forced?: Weights;
};

/** How good a run is at one moment. */
export type Measure = {
  readonly step: number;
  /** Shares of held-out examples and of their tokens, greedily. */
  readonly exact: number;
  readonly tokenAccuracy: number;
  /** Nats per token on held-out examples. */
  readonly loss: number;
  /** In the order of `pinned`. */
  readonly examples: readonly ShownExample[];
  /** A number for all batches so far: equal where the same examples came in the same order. Absent after a snapshot. */
  readonly batches?: number;
};

/** What happened in one run since the last frame. */
export type RunFrame = {
  readonly run: RunId;
  readonly step: number;
  readonly epoch: number;
  /** The loss of each step since, the last of which is `step`; nats per token. */
  readonly losses: Float32Array;
  readonly measures: readonly Measure[];
  /** Of training alone. */
  readonly stepsPerSecond: number;
  readonly seconds: number;
};

export type StopReason = 'steps' | 'exact' | 'loss' | 'seconds';

/** Where tensors are computed, and why there. */
export type BackendReport = {
  readonly name: Exclude<BackendChoice, 'auto'>;
  readonly threads: number;
  readonly why: string;
};
