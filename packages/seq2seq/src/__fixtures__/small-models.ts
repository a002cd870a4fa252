/** Small models of every family over a few letters, with weights that make up their mind. */
import { createRandom, type ParameterSource, uniform } from '@seq2seq/core';
import { createVocabulary, specialTokens, type Vocabulary } from '@seq2seq/text';
import { resolveRunConfig, type RunConfigInput } from '../config/run-config.ts';
import { createTextModel, type TextModel } from '../text/text-model.ts';

export const families = ['initial', 'every-step', 'bahdanau', 'luong', 'luong-feeding'] as const;
export const cells = ['lstm', 'gru', 'rnn'] as const;
/** Scorers and windows as a config names them, with options that fit small models. */
export const scorers = {
  dot: { type: 'dot' },
  'scaled-dot': { type: 'scaled-dot' },
  general: { type: 'general' },
  mlp: { type: 'mlp', units: 5 },
  location: { type: 'location', maxLength: 9 },
} as const;
export const windows = {
  global: { type: 'global' },
  'local-m': { type: 'local-m', width: 1 },
  'local-p': { type: 'local-p', width: 2, units: 4 },
} as const;
export const normalizers = ['softmax', 'sparsemax', 'entmax-1.5'] as const;
export const directions = ['forward', 'backward', 'bidirectional'] as const;

/** Which small model. */
export type SmallModel = {
  readonly family: (typeof families)[number];
  readonly cell?: (typeof cells)[number];
  readonly scorer?: keyof typeof scorers;
  readonly window?: keyof typeof windows;
  readonly normalizer?: (typeof normalizers)[number];
  readonly direction?: (typeof directions)[number];
  readonly layers?: number;
  readonly dropout?: number;
  readonly copy?: boolean;
};

export const attends = (family: SmallModel['family']): boolean => family !== 'initial' && family !== 'every-step';

/** The special tokens and a letter for each of the text. */
export const lettersOf = (text: string): Vocabulary => createVocabulary([...specialTokens, ...text]);

export const smallConfig = (model: SmallModel): RunConfigInput => {
  const { family, cell = 'gru', scorer = 'mlp', window = 'global', normalizer, direction = 'forward', layers = 1, dropout = 0, copy = false } = model;
  const isLuong = family === 'luong' || family === 'luong-feeding';
  return {
    model: {
      source: { embedding: 5 },
      target: { embedding: 4 },
      // The memory is as wide as the decoder, so that every scorer fits.
      encoder: { cell, direction, units: direction === 'bidirectional' ? 3 : 6, layers, dropout },
      bridge: 'dense',
      copy,
      decoder: {
        cell,
        units: 6,
        layers,
        dropout,
        context: isLuong || family === 'bahdanau' ? 'attention' : family,
        inputFeeding: family === 'luong-feeding',
      },
      ...(attends(family) && {
        attention: {
          query: isLuong ? 'current' : 'previous',
          scorer: scorers[scorer],
          window: windows[window],
          ...(normalizer && { normalizer }),
        },
      }),
    },
    text: { source: { tokenizer: 'characters' }, target: { tokenizer: 'characters' }, maxLength: 6 },
  };
};

/** Every weight, biases too, in ±scale: fresh weights would give all tokens nearly the same probability. */
const decisiveWeights = (seed: number, scale: number): ParameterSource => {
  const random = createRandom(seed);
  return (path, shape) => uniform(scale)(shape, random.fork(path));
};

/** A small model from letters to letters. */
export const smallTextModel = (
  model: SmallModel,
  { seed = 1, scale = 1, source = 'abcd', target = 'wxyz' }: Partial<Record<'seed' | 'scale', number>> &
    Partial<Record<'source' | 'target', string>> = {},
): TextModel => {
  const [sourceVocabulary, targetVocabulary] = [lettersOf(source), lettersOf(target)];
  return createTextModel({
    config: resolveRunConfig(smallConfig(model), { source: sourceVocabulary.size, target: targetVocabulary.size }),
    sourceVocabulary,
    targetVocabulary,
    parameters: decisiveWeights(seed, scale),
  });
};
