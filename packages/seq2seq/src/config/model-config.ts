import { ConfigError } from '@seq2seq/core';
import * as z from 'zod';
import { issueMessage } from './issue-message.ts';
import { strictObject } from './strict-object.ts';

/** A vocabulary and the width of its embedding. */
export type VocabularyConfig = {
  /** V: how many tokens, the special ones included. */
  readonly vocabulary: number;
  /** E */
  readonly embedding: number;
};

/** Recurrent layers on top of each other. */
export type StackConfig = {
  readonly cell: 'lstm' | 'gru' | 'rnn';
  /** H; for a bidirectional encoder, of each direction. */
  readonly units: number;
  readonly layers: number;
  /** GRU only: the reset gate after the recurrent product. */
  readonly resetAfter: boolean;
  /** Add a layer's input to its output where their shapes agree. */
  readonly residual: boolean;
  /** Share of each layer's inputs that is lost while training, in [0, 1). */
  readonly dropout: number;
};

/** How a decoder's output becomes scores of the vocabulary. */
export type OutputConfig =
  | { readonly type: 'linear' }
  /** Maxout over state, token and context; `units` maxima. */
  | { readonly type: 'deep'; readonly units: number };

/** A kind of a catalog by its name, with whatever options that kind takes. */
export type KindConfig = { readonly type: string; readonly [option: string]: unknown };

/** When attention is asked, and how positions are scored. */
export type AttentionConfig = {
  /** `previous`: before the cell steps (Bahdanau); `current`: after (Luong). */
  readonly query: 'previous' | 'current';
  /** A kind of the window catalog, with its options. */
  readonly window: KindConfig;
  /** A kind of the scorer catalog, with its options. */
  readonly scorer: KindConfig;
  /** A kind of the normalizer catalog. */
  readonly normalizer: KindConfig;
};

/** A model's config with every default filled in: what a checkpoint holds. */
export type ModelConfig = {
  readonly source: VocabularyConfig;
  readonly target: VocabularyConfig;
  readonly encoder: StackConfig & { readonly direction: 'forward' | 'backward' | 'bidirectional' };
  readonly bridge: 'copy' | 'dense' | 'zero';
  readonly decoder: StackConfig & {
    readonly context: 'initial' | 'every-step' | 'attention';
    readonly inputFeeding: boolean;
  };
  readonly output: OutputConfig;
  readonly attention?: AttentionConfig;
};

type WithDefaults<Config, Defaulted extends keyof Config> = Omit<Config, Defaulted> & Partial<Pick<Config, Defaulted>>;
type StackDefaults = 'layers' | 'resetAfter' | 'residual' | 'dropout';

/** A model's config as one writes it; absent booleans are false. */
export type ModelConfigInput = WithDefaults<Omit<ModelConfig, 'encoder' | 'decoder' | 'attention'>, 'output'> & {
  readonly encoder: WithDefaults<ModelConfig['encoder'], StackDefaults | 'direction'>;
  readonly decoder: WithDefaults<ModelConfig['decoder'], StackDefaults | 'inputFeeding'>;
  readonly attention?: WithDefaults<Omit<AttentionConfig, 'normalizer'>, 'window'> & {
    readonly normalizer?: string | KindConfig;
  };
};

const size = z.int().min(1);
const rate = z.number().min(0).lt(1);
const vocabulary = strictObject({ vocabulary: size, embedding: size });

/** A name, or `{ type: name }`, which leaves room for options of plug-ins. */
const nameOrType = (value: unknown): unknown =>
  isRecord(value) && Object.keys(value).join() === 'type' ? value['type'] : value;
const typeOfName = (value: unknown): unknown => (typeof value === 'string' ? { type: value } : value);

const output = z.discriminatedUnion(
  'type',
  [strictObject({ type: z.literal('linear') }), strictObject({ type: z.literal('deep'), units: size })],
  { error: (issue) => (issue.code === 'invalid_union' ? 'unknown type; known are "linear", "deep"' : undefined) },
);

/** Any kind with whatever options; its catalog entry knows them. */
const kind = z.looseObject({ type: z.string() });

const stack = {
  cell: z.preprocess(nameOrType, z.enum(['lstm', 'gru', 'rnn'])),
  units: size,
  layers: size.default(1),
  resetAfter: z.boolean().default(false),
  residual: z.boolean().default(false),
  dropout: rate.default(0),
};

const schema: z.ZodType<ModelConfig> = strictObject({
  source: vocabulary,
  target: vocabulary,
  encoder: strictObject({ ...stack, direction: z.enum(['forward', 'backward', 'bidirectional']).default('forward') }),
  bridge: z.preprocess(nameOrType, z.enum(['copy', 'dense', 'zero'])),
  decoder: strictObject({
    ...stack,
    context: z.enum(['initial', 'every-step', 'attention']),
    inputFeeding: z.boolean().default(false),
  }),
  output: z.preprocess(typeOfName, output).prefault({ type: 'linear' }),
  attention: z.exactOptional(
    strictObject({
      query: z.enum(['previous', 'current']),
      window: z.preprocess(typeOfName, kind).prefault({ type: 'global' }),
      scorer: z.preprocess(typeOfName, kind),
      normalizer: z.preprocess(typeOfName, kind).prefault({ type: 'softmax' }),
    }),
  ),
});

/**
 * Checks a config and fills in the defaults.
 *
 * @param where - what to call it in messages: a file, or "config"
 * @throws ConfigError that lists everything that is wrong, each with its path
 */
export const parseModelConfig = (value: unknown, where = 'config'): ModelConfig => {
  const result = schema.safeParse(value, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, where);
  checkTogether(result.data, where);
  return result.data;
};

/** What zod found, as one of our errors: one line for each thing. */
export const configErrorOf = (error: z.ZodError, where: string): ConfigError => {
  const lines = error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`);
  return new ConfigError(
    `${lines.join('\n')}\nCorrect ${where} and try again.`,
    (error.issues[0]?.path ?? []).join('.'),
  );
};

/** What each key allows alone but not together. */
const checkTogether = (config: ModelConfig, where: string): void => {
  const { encoder, decoder, attention } = config;
  const refuse = (path: string, message: string): never => {
    throw new ConfigError(`${where}.${path}: ${message}`, path);
  };
  for (const [name, part] of [
    ['encoder', encoder],
    ['decoder', decoder],
  ] as const) {
    if (part.resetAfter && part.cell !== 'gru') {
      refuse(
        `${name}.resetAfter`,
        `resetAfter is true but ${name}.cell is ${part.cell}, which has no reset gate; use cell gru or leave it out.`,
      );
    }
  }
  if (decoder.context === 'attention' && !attention) {
    refuse(
      'attention',
      'decoder.context is attention but there is no attention; add { query, scorer } or choose context initial or every-step.',
    );
  }
  if (decoder.context !== 'attention' && attention) {
    refuse(
      'attention',
      `there is an attention but decoder.context is ${decoder.context}; set it to attention or leave attention out.`,
    );
  }
  if (decoder.inputFeeding && attention?.query !== 'current') {
    refuse(
      'decoder.inputFeeding',
      `inputFeeding feeds the attentional vector, which exists at attention.query current alone, not at ${attention ? `query ${attention.query}` : `context ${decoder.context}`}.`,
    );
  }
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
