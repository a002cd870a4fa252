import { CheckpointError, ConfigError } from '@seq2seq/core';
import * as z from 'zod';
import { checkRun } from './check-run.ts';
import { issueMessage } from './issue-message.ts';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import type {
  FactorConfig,
  FrameSourceConfig,
  ModelConfig,
  ModelConfigInput,
  TokenSourceConfig,
  VocabularyInput,
} from './model-config.ts';
import { configErrorOf, parseModelConfig } from './parse-model-config.ts';
import { type OptimizerConfig, type OptimizerConfigInput, optimizerSchema } from './optimizer-config.ts';
import { type ScheduleConfig, type ScheduleConfigInput, scheduleSchema } from './schedule-config.ts';
import { strictObject } from './strict-object.ts';
import { type TextConfig, type TextConfigInput, textSchema } from './text-config.ts';
import { isRecord } from './is-record.ts';

/** The version of the model folder that this code writes, and the only one that it reads. */
export const formatVersion = 1;

/** How a model is taught. */
export type TrainingConfig = {
  readonly seed: number;
  /** B: pairs per step. */
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  /** The optimizer's step size at its highest. */
  readonly learningRate: number;
  /** How it changes over the epochs. */
  readonly schedule: ScheduleConfig;
  /** Gradients with a larger global norm are scaled down to it. */
  readonly maxGradientNorm: number;
  /** ε of the cross-entropy, in [0, 1). */
  readonly labelSmoothing: number;
  /** What the gradient of the summed loss is divided by: the real target tokens of a batch, or its sentences. */
  readonly loss: 'per-token' | 'per-sentence';
  /** λ of the coverage loss (See et al. 2017), which punishes to look where one has looked before; 0 is none. */
  readonly coverageLoss: number;
};

/** A model that reads texts. */
export type TextModelConfig = ModelConfig & { readonly source: TokenSourceConfig };

/** `config.json` of a model folder: everything but the weights and the vocabularies. */
export type RunConfig = {
  readonly format: 'seq2seq';
  readonly version: typeof formatVersion;
  readonly model: TextModelConfig;
  readonly text: TextConfig;
  readonly training: TrainingConfig;
};

/** A config as one writes it for training: vocabularies are counted from the data, and what is absent has a default. */
export type RunConfigInput = {
  readonly model: Omit<ModelConfigInput, 'source' | 'target'> & {
    readonly source: Omit<Exclude<ModelConfigInput['source'], FrameSourceConfig>, 'vocabulary' | 'factors'> & {
      readonly factors?: readonly Omit<FactorConfig, 'vocabulary'>[];
    };
    readonly target: Omit<VocabularyInput, 'vocabulary'>;
  };
  readonly text?: TextConfigInput;
  readonly training?: Partial<Omit<TrainingConfig, 'optimizer' | 'schedule'>> & {
    readonly optimizer?: OptimizerConfigInput;
    readonly schedule?: ScheduleConfigInput;
  };
};

const count = z.int().min(1);
const trainingSchema: z.ZodType<TrainingConfig> = strictObject({
  seed: z.int().default(1),
  batchSize: count.default(64),
  optimizer: optimizerSchema,
  learningRate: z.number().positive().default(0.001),
  schedule: scheduleSchema,
  maxGradientNorm: z.number().positive().default(5),
  labelSmoothing: z.number().min(0).lt(1).default(0),
  loss: z.enum(['per-token', 'per-sentence']).default('per-token'),
  coverageLoss: z.number().min(0).default(0),
});

const topLevel = strictObject({
  format: z.literal('seq2seq').optional(),
  version: z.number().optional(),
  model: z.unknown(),
  text: textSchema.prefault({} as never),
  training: trainingSchema.prefault({} as never),
});

/** How many tokens the vocabularies have, special ones included; factors only where the source has them. */
export type VocabularySizes = {
  readonly source: number;
  readonly target: number;
  readonly factors?: readonly number[];
};

/**
 * Checks a config for training and fills in the defaults, given the vocabularies' sizes.
 *
 * @param where - what to call it in messages: a file, or "config"
 * @param parts - the kinds that it may name; the built-in ones by default
 * @throws ConfigError that lists everything that is wrong
 */
export const resolveRunConfig = (
  value: unknown,
  vocabulary: VocabularySizes,
  where = 'config',
  parts: Partial<Catalog> = builtIn,
): RunConfig => {
  const { text, training, model } = parse(value, where);
  const filled = isRecord(model)
    ? {
        ...model,
        source: withFactors(withVocabulary(model['source'], vocabulary.source), vocabulary.factors ?? []),
        target: withVocabulary(model['target'], vocabulary.target),
      }
    : model;
  return checkedRun(parseTextModelConfig(filled, `${where}.model`, parts), { text, training }, where);
};

/** The text part alone, which is needed before the vocabularies are there. */
export const resolveTextConfig = (value: unknown, where = 'config'): TextConfig => parse(value, where).text;

/**
 * Reads the `config.json` of a saved model.
 *
 * @throws CheckpointError if it is not one of ours or of another version; ConfigError if its content is wrong
 */
export const parseSavedConfig = (value: unknown, where: string, parts: Partial<Catalog> = builtIn): RunConfig => {
  if (!isRecord(value) || value['format'] !== 'seq2seq') {
    throw new CheckpointError(
      `${where}: expected the config of a seq2seq model ("format": "seq2seq"), but this is something else; name a folder that seq2seq wrote.`,
    );
  }
  if (value['version'] !== formatVersion) {
    throw new CheckpointError(
      `${where}: expected format version ${formatVersion}, got ${JSON.stringify(value['version'])}; ` +
        'use the release of seq2seq that wrote this model, or train it again.',
    );
  }
  const { text, training, model } = parse(value, where);
  return checkedRun(parseTextModelConfig(model, `${where}.model`, parts), { text, training }, where);
};

const checkedRun = (model: TextModelConfig, rest: Pick<RunConfig, 'text' | 'training'>, where: string): RunConfig => {
  const config: RunConfig = { format: 'seq2seq', version: formatVersion, model, ...rest };
  checkRun(config, where);
  return config;
};

const parseTextModelConfig = (value: unknown, where: string, parts: Partial<Catalog>): TextModelConfig => {
  const { source, ...config } = parseModelConfig(value, where, parts);
  if (!('frames' in source)) return { ...config, source };
  throw new ConfigError(
    `${where}.source.frames: a run learns from texts, but its source is frames of ${source.frames} values; give source.embedding, ` +
      'or build the model with buildModel and teach it with trainableModel.',
    'source.frames',
  );
};

const parse = (value: unknown, where: string): z.output<typeof topLevel> => {
  const result = topLevel.safeParse(value, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, where);
  return result.data;
};

const withVocabulary = (part: unknown, vocabulary: number): unknown =>
  isRecord(part) ? { ...part, vocabulary } : part;

const withFactors = (source: unknown, vocabularies: readonly number[]): unknown =>
  isRecord(source) && Array.isArray(source['factors'])
    ? {
        ...source,
        factors: source['factors'].map((factor: unknown, f) =>
          vocabularies[f] === undefined ? factor : withVocabulary(factor, vocabularies[f]),
        ),
      }
    : source;
