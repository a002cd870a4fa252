// What a config can say of a model of the literature; the kinds that came later are left out.

export type ReferenceCell = {
  readonly cell: 'lstm' | 'gru' | 'rnn';
  readonly units: number;
  readonly layers: number;
  readonly resetAfter?: boolean;
  readonly residual?: boolean;
};

type ReferenceScorer =
  | { readonly type: 'dot' | 'scaled-dot' | 'general' }
  | { readonly type: 'mlp'; readonly units: number }
  | { readonly type: 'location'; readonly maxLength: number };

type ReferenceWindow =
  | { readonly type: 'global' }
  | { readonly type: 'local-m'; readonly width: number }
  | { readonly type: 'local-p'; readonly width: number; readonly units: number };

export type ReferenceAttention = {
  readonly query: 'previous' | 'current';
  readonly scorer: ReferenceScorer;
  readonly window: ReferenceWindow;
};

export type ReferenceConfig = {
  readonly source: { readonly vocabulary: number; readonly embedding: number };
  readonly target: { readonly vocabulary: number; readonly embedding: number };
  readonly encoder: ReferenceCell & { readonly direction: 'forward' | 'backward' | 'bidirectional' };
  readonly bridge: 'copy' | 'dense' | 'zero';
  readonly decoder: ReferenceCell & {
    readonly context: 'initial' | 'every-step' | 'attention';
    readonly inputFeeding?: boolean;
  };
  readonly output: { readonly type: 'linear' } | { readonly type: 'deep'; readonly units: number };
  readonly attention?: ReferenceAttention;
};

/** D: how wide the encoder's outputs are. */
export const memorySizeOf = ({ encoder }: Pick<ReferenceConfig, 'encoder'>): number =>
  encoder.units * (encoder.direction === 'bidirectional' ? 2 : 1);
