// The one place where names of a config become code. Everything else that is known of a kind stands in the kind's own file.
import {
  coverageCountScorer,
  coverageFertilityScorer,
  coverageGruScorer,
  dotScorer,
  entmax15Normalizer,
  generalScorer,
  globalWindow,
  learnedScaleDotScorer,
  locationScorer,
  locationSensitiveScorer,
  mlpScorer,
  monotonicNormalizer,
  monotonicWindow,
  type NormalizerKind,
  normedMlpScorer,
  predictiveWindow,
  scaledDotScorer,
  type ScorerKind,
  softmaxNormalizer,
  sparsemaxNormalizer,
  type WindowKind,
} from '@seq2seq/attention';
import {
  alternatingKind,
  type BridgeKind,
  type CellKind,
  copyBridgeKind,
  deepReadoutKind,
  denseBridgeKind,
  type EncoderKind,
  firstBackwardSummary,
  gnmtKind,
  gruKind,
  lastSummary,
  linearReadoutKind,
  lstmKind,
  maxSummary,
  meanSummary,
  pyramidKind,
  type ReadoutKind,
  recurrentKind,
  rnnKind,
  summaryBridgeKind,
  type SummaryKind,
  zeroBridgeKind,
} from '@seq2seq/core';

/** Kinds of one part by the names that configs use: an ordinary object that the caller passes, so there is no registry to fill. */
type KindsOf<Kind> = Readonly<Record<string, Kind>>;

/** Every kind of every part that a config can name. */
export type Catalog = {
  readonly cells: KindsOf<CellKind<never>>;
  readonly encoders: KindsOf<EncoderKind<never>>;
  readonly summaries: KindsOf<SummaryKind<never>>;
  readonly bridges: KindsOf<BridgeKind<never>>;
  readonly scorers: KindsOf<ScorerKind<never>>;
  readonly windows: KindsOf<WindowKind<never>>;
  readonly normalizers: KindsOf<NormalizerKind<never>>;
  readonly outputs: KindsOf<ReadoutKind<never>>;
};

/** The kinds that come with these packages. */
export type BuiltInKinds = {
  readonly cells: {
    readonly lstm: typeof lstmKind;
    readonly gru: typeof gruKind;
    readonly rnn: typeof rnnKind;
  };
  readonly encoders: {
    readonly recurrent: typeof recurrentKind;
    readonly gnmt: typeof gnmtKind;
    readonly alternating: typeof alternatingKind;
    readonly pyramid: typeof pyramidKind;
  };
  readonly summaries: {
    readonly last: typeof lastSummary;
    readonly 'first-backward': typeof firstBackwardSummary;
    readonly mean: typeof meanSummary;
    readonly max: typeof maxSummary;
  };
  readonly bridges: {
    readonly copy: typeof copyBridgeKind;
    readonly dense: typeof denseBridgeKind;
    readonly zero: typeof zeroBridgeKind;
    readonly summary: typeof summaryBridgeKind;
  };
  readonly scorers: {
    readonly dot: typeof dotScorer;
    readonly 'scaled-dot': typeof scaledDotScorer;
    readonly 'learned-scale-dot': typeof learnedScaleDotScorer;
    readonly general: typeof generalScorer;
    readonly mlp: typeof mlpScorer;
    readonly 'normed-mlp': typeof normedMlpScorer;
    readonly location: typeof locationScorer;
    readonly 'location-sensitive': typeof locationSensitiveScorer;
    readonly 'coverage-count': typeof coverageCountScorer;
    readonly 'coverage-gru': typeof coverageGruScorer;
    readonly 'coverage-fertility': typeof coverageFertilityScorer;
  };
  readonly windows: {
    readonly global: typeof globalWindow;
    readonly 'local-m': typeof monotonicWindow;
    readonly 'local-p': typeof predictiveWindow;
  };
  readonly normalizers: {
    readonly softmax: typeof softmaxNormalizer;
    readonly sparsemax: typeof sparsemaxNormalizer;
    readonly 'entmax-1.5': typeof entmax15Normalizer;
    readonly monotonic: typeof monotonicNormalizer;
  };
  readonly outputs: {
    readonly linear: typeof linearReadoutKind;
    readonly deep: typeof deepReadoutKind;
  };
};

/** The kinds of `@seq2seq/core` and `@seq2seq/attention`, by the names that configs use. */
export const builtIn: BuiltInKinds = {
  cells: { lstm: lstmKind, gru: gruKind, rnn: rnnKind },
  encoders: { recurrent: recurrentKind, gnmt: gnmtKind, alternating: alternatingKind, pyramid: pyramidKind },
  summaries: { last: lastSummary, 'first-backward': firstBackwardSummary, mean: meanSummary, max: maxSummary },
  bridges: { copy: copyBridgeKind, dense: denseBridgeKind, zero: zeroBridgeKind, summary: summaryBridgeKind },
  scorers: {
    dot: dotScorer,
    'scaled-dot': scaledDotScorer,
    'learned-scale-dot': learnedScaleDotScorer,
    general: generalScorer,
    mlp: mlpScorer,
    'normed-mlp': normedMlpScorer,
    location: locationScorer,
    'location-sensitive': locationSensitiveScorer,
    'coverage-count': coverageCountScorer,
    'coverage-gru': coverageGruScorer,
    'coverage-fertility': coverageFertilityScorer,
  },
  windows: { global: globalWindow, 'local-m': monotonicWindow, 'local-p': predictiveWindow },
  normalizers: {
    softmax: softmaxNormalizer,
    sparsemax: sparsemaxNormalizer,
    'entmax-1.5': entmax15Normalizer,
    monotonic: monotonicNormalizer,
  },
  outputs: { linear: linearReadoutKind, deep: deepReadoutKind },
};

/** The scorers among them, to put one's own beside: `{ scorers: { ...builtInScorers, cosine: cosineScorer } }`. */
export const builtInScorers: BuiltInKinds['scorers'] = builtIn.scorers;

/** A whole catalog from the parts that a caller has kinds of its own for; they replace the built-in part. */
export const catalogOf = (parts: Partial<Catalog>): Catalog => ({ ...builtIn, ...parts });
