// What a config says, with every default filled in, and what one may leave out of it.
import type { Tying } from '@seq2seq/core';
import type { KindConfig } from '../catalog/kind-schema.ts';

/** A vocabulary and the width of its embedding. */
export type VocabularyConfig = {
  /** V: how many tokens, the special ones included. */
  readonly vocabulary: number;
  /** E */
  readonly embedding: number;
  /** Whether the embeddings stay as they are while training. */
  readonly frozen: boolean;
};

/** Something that is known of each source token beside its word, such as its part of speech. */
export type FactorConfig = { readonly vocabulary: number; readonly embedding: number };

/** A source of tokens, with what else is known of each. */
export type TokenSourceConfig = VocabularyConfig & {
  readonly factors: readonly FactorConfig[];
  /** Embeddings of token and factors side by side, or added up, which wants them equally wide. */
  readonly combine: 'concat' | 'sum';
};

/** A source of dense vectors: frames of sound, columns of an image. */
export type FrameSourceConfig = {
  /** F: the width of a frame. */
  readonly frames: number;
  /** E: frames are projected to this width; without it they are read as they are. */
  readonly embedding?: number;
};

/** The shares that one mask for all steps of a sequence takes away, while training. */
export type VariationalDropoutConfig = { readonly inputs: number; readonly state: number };

/** What the cells of a stack are, and how they are kept from learning by heart. */
export type CellConfig = {
  /** A kind of the cell catalog. */
  readonly cell: string | KindConfig;
  /** GRU only: the reset gate after the recurrent product. */
  readonly resetAfter: boolean;
  /** Share of each layer's inputs that is lost while training, in [0, 1), drawn anew at each step. */
  readonly dropout: number;
  readonly variationalDropout: VariationalDropoutConfig;
  /** Share of a state's values that stay as they were, in [0, 1). */
  readonly zoneout: number;
};

/** Any kind of encoder, with its options; those with recurrence have cells. */
export type EncoderConfig = Omit<CellConfig, 'cell'> & {
  readonly type: string;
  readonly cell?: string | KindConfig;
  /** A kind of the summary catalog: how the source becomes the fixed context. */
  readonly summary: string | KindConfig;
  readonly [option: string]: unknown;
};

/** Recurrent layers that write the target. */
export type DecoderConfig = CellConfig & {
  /** H */
  readonly units: number;
  readonly layers: number;
  /** Layers above the first add their input to their output. */
  readonly residual: boolean;
  readonly context: 'initial' | 'every-step' | 'attention';
  readonly inputFeeding: boolean;
};

/** Where one attention looks. */
export type LookConfig = {
  /** A kind of the scorer catalog, with its options. */
  readonly scorer: KindConfig;
  /** A kind of the window catalog, with its options. */
  readonly window: KindConfig;
  /** A kind of the normalizer catalog, with its options. */
  readonly normalizer: KindConfig;
  /** Into how many heads query and memory are divided, each with a scorer, window and normalizer of its own. */
  readonly heads: number;
};

/** When attention is asked, and how positions are scored. */
export type AttentionConfig = LookConfig & {
  /** `previous`: before the cell steps (Bahdanau); `current`: after (Luong); `between`: between two cells of a step (Nematus). */
  readonly query: 'previous' | 'current' | 'between';
  /** Layers above the first read the context, too. */
  readonly upperLayers: boolean;
  /** More attentions over the same memory; all contexts are joined. */
  readonly beside: readonly LookConfig[];
};

/** A model's config with every default filled in: what a checkpoint holds. */
export type ModelConfig = {
  readonly source: TokenSourceConfig | FrameSourceConfig;
  readonly target: VocabularyConfig;
  readonly tied: Tying;
  readonly encoder: EncoderConfig;
  /** A kind of the bridge catalog. */
  readonly bridge: string | KindConfig;
  readonly decoder: DecoderConfig;
  /** A kind of the output catalog, with its options: how a decoder's output becomes scores of the vocabulary. */
  readonly output: KindConfig;
  /** Whether tokens of the source can be copied into the target (See et al. 2017). */
  readonly copy: boolean;
  readonly attention?: AttentionConfig;
};

type WithDefaults<Config, Defaulted extends keyof Config> = Omit<Config, Defaulted> & Partial<Pick<Config, Defaulted>>;
type Written = string | KindConfig;
/** Cells as one writes them, but for their kind. */
export type CellInput = Partial<Omit<CellConfig, 'cell' | 'variationalDropout'>> & {
  readonly variationalDropout?: Partial<VariationalDropoutConfig>;
};

/** One attention as one writes it. */
export type LookInput = {
  readonly scorer: Written;
  readonly window?: Written;
  readonly normalizer?: Written;
  readonly heads?: number;
};

/** A vocabulary as one writes it. */
export type VocabularyInput = WithDefaults<VocabularyConfig, 'frozen'>;
/** A source as one writes it. */
export type SourceInput = WithDefaults<TokenSourceConfig, 'frozen' | 'factors' | 'combine'> | FrameSourceConfig;
/** A decoder as one writes it. */
export type DecoderInput = CellInput &
  Pick<DecoderConfig, 'units' | 'context'> & { readonly cell: Written } & Partial<
    Pick<DecoderConfig, 'layers' | 'residual' | 'inputFeeding'>
  >;

/** An encoder as one writes it. */
export type EncoderInput = CellInput & {
  readonly type?: string;
  readonly cell?: Written;
  readonly summary?: Written;
  readonly [option: string]: unknown;
};

/** An attention, or several, as one writes them. */
export type AttentionInput = LookInput & {
  readonly query: AttentionConfig['query'];
  readonly upperLayers?: boolean;
  readonly beside?: readonly LookInput[];
};

/** A model's config as one writes it; absent booleans are false, and a kind without options may be written as its name. */
export type ModelConfigInput = {
  readonly source: SourceInput;
  readonly target: VocabularyInput;
  readonly tied?: Tying;
  readonly encoder: EncoderInput;
  readonly bridge: Written;
  readonly decoder: DecoderInput;
  readonly output?: Written;
  readonly copy?: boolean;
  readonly attention?: AttentionInput;
};
