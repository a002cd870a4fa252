import { CheckpointError, ConfigError } from '@seq2seq/core';
import { describe, expect, test } from 'vitest';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { formatVersion, parseSavedConfig, resolveRunConfig, resolveTextConfig } from './run-config.ts';

const input = smallConfig({ family: 'luong' });
const sizes = { source: 9, target: 8 };

const messageOf = (parse: () => unknown): string => {
  try {
    parse();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigError');
};

describe('defaults', () => {
  test('all of text and training', () => {
    const { text, training, format, version } = resolveRunConfig({ model: input.model }, sizes);
    expect(text).toEqual({
      source: { tokenizer: 'words', minimumCount: 1, reverse: false, factorSeparator: '￨' },
      target: { tokenizer: 'words', minimumCount: 1 },
      maxLength: 100,
    });
    expect(training).toEqual({
      seed: 1,
      batchSize: 64,
      optimizer: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: 0.001,
      schedule: { type: 'constant' },
      maxGradientNorm: 5,
      coverageLoss: 0,
      labelSmoothing: 0,
      loss: 'per-token',
    });
    expect([format, version]).toEqual(['seq2seq', formatVersion]);
    expect(resolveTextConfig({ model: input.model })).toEqual(text);
  });

  test('each key alone leaves the others at their defaults', () => {
    const { training } = resolveRunConfig(input, sizes);
    const given = {
      seed: 7,
      batchSize: 3,
      learningRate: 1,
      maxGradientNorm: 2,
      labelSmoothing: 0.1,
      loss: 'per-sentence',
    };
    for (const [key, value] of Object.entries(given)) {
      const resolved = resolveRunConfig({ ...input, training: { [key]: value } }, sizes).training;
      expect(resolved).toEqual({ ...training, [key]: value });
    }
    const text = resolveTextConfig({ ...input, text: { target: { tokenizer: 'characters' } } });
    expect(text).toMatchObject({ source: { tokenizer: 'words' }, target: { tokenizer: 'characters' }, maxLength: 100 });
  });

  test.each([
    ['adam', { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
    ['adamw', { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }],
    ['sgd', { momentum: 0 }],
  ])('an optimizer may be a name, or a name with some options: %s', (type, defaults) => {
    const optimizerOf = (optimizer: unknown): unknown =>
      resolveRunConfig({ ...input, training: { optimizer } }, sizes).training.optimizer;
    expect(optimizerOf(type)).toEqual({ type, ...defaults });
    for (const option of Object.keys(defaults))
      expect(optimizerOf({ type, [option]: 0.25 })).toEqual({ type, ...defaults, [option]: 0.25 });
  });

  test('a schedule may be a name, or a name with options', () => {
    const scheduleOf = (schedule: unknown): unknown =>
      resolveRunConfig({ ...input, training: { schedule } }, sizes).training.schedule;
    expect(scheduleOf('constant')).toEqual({ type: 'constant' });
    expect(scheduleOf({ type: 'linear-decay', to: 9 })).toEqual({ type: 'linear-decay', from: 0, to: 9, floor: 0.05 });
  });

  test('vocabulary sizes come from the data', () => {
    const { model } = resolveRunConfig(input, sizes);
    expect([model.source, model.target]).toEqual([
      { vocabulary: 9, embedding: 5, frozen: false, factors: [], combine: 'concat' },
      { vocabulary: 8, embedding: 4, frozen: false },
    ]);
  });

  test('a resolved config resolves to itself, and reads as saved', () => {
    const resolved = resolveRunConfig(input, sizes);
    const json: unknown = JSON.parse(JSON.stringify(resolved));
    expect(resolveRunConfig(json, sizes)).toEqual(resolved);
    expect(parseSavedConfig(json, 'config.json')).toEqual(resolved);
  });
});

describe('what is not known or not allowed', () => {
  test.each<[unknown, string]>([
    [{ ...input, trainig: {} }, 'config: unknown key "trainig"; did you mean "training"?'],
    [{ ...input, txt: {} }, 'config: unknown key "txt"; did you mean "text"?'],
    [
      { ...input, training: { learningrate: 1 } },
      'config.training: unknown key "learningrate"; did you mean "learningRate"?',
    ],
    [{ ...input, training: { epochs: 1 } }, 'config.training: unknown key "epochs"; known are "seed", "batchSize"'],
    [{ ...input, text: { maxlength: 1 } }, 'config.text: unknown key "maxlength"; did you mean "maxLength"?'],
    [
      { ...input, text: { source: { tokeniser: 'words' } } },
      'config.text.source: unknown key "tokeniser"; did you mean "tokenizer"?',
    ],
    [
      { ...input, model: { ...input.model, encodr: {} } },
      'config.model: unknown key "encodr"; did you mean "encoder"?',
    ],
    [
      { ...input, model: { ...input.model, source: { embeding: 1 } } },
      'config.model.source: unknown key "embeding"; did you mean "embedding"?',
    ],
    [{ ...input, training: { seed: 1.5 } }, 'config.training.seed: expected a whole number, got 1.5'],
    [{ ...input, training: { batchSize: 0 } }, 'config.training.batchSize: expected at least 1, got 0'],
    [{ ...input, training: { learningRate: 0 } }, 'config.training.learningRate: expected more than 0, got 0'],
    [{ ...input, training: { maxGradientNorm: -5 } }, 'config.training.maxGradientNorm: expected more than 0, got -5'],
    [{ ...input, training: { labelSmoothing: 1 } }, 'config.training.labelSmoothing: expected less than 1, got 1'],
    [
      { ...input, training: { schedule: { type: 'linear-decay', from: 3, to: 2 } } },
      'config.training.schedule: to must be above from',
    ],
    [
      { ...input, training: { schedule: { type: 'cosine' } } },
      'config.training.schedule.type: unknown type; known are "constant", "linear-decay"',
    ],
    [
      { ...input, training: { optimizer: 'adagrad' } },
      'config.training.optimizer.type: unknown type; known are "adam", "adamw", "sgd"',
    ],
    [
      { ...input, training: { optimizer: { type: 'sgd', beta1: 0.5 } } },
      'config.training.optimizer: unknown key "beta1"; known are "type", "momentum"',
    ],
    [
      { ...input, training: { optimizer: { type: 'adam', beta2: 1 } } },
      'config.training.optimizer.beta2: expected less than 1, got 1',
    ],
    [
      { ...input, training: { loss: 'per-word' } },
      'config.training.loss: expected "per-token" or "per-sentence", got "per-word"',
    ],
    [{ ...input, text: { maxLength: '9' } }, 'config.text.maxLength: expected a number, got "9"'],
    [
      { ...input, text: { target: { tokenizer: 'bpe' } } },
      'config.text.target.tokenizer: expected "characters" or "words", got "bpe"',
    ],
    [{ ...input, format: 'onnx' }, 'config.format: expected "seq2seq", got "onnx"'],
    [{}, 'config.model: expected a value, got nothing'],
    [undefined, 'config: expected an object, got nothing'],
    ['{}', 'config: expected an object, got "{}"'],
  ])('%#: %s', (config, message) => {
    expect(messageOf(() => resolveRunConfig(config, sizes))).toContain(message);
  });

  test('several at once, and the file by its name', () => {
    const wrong = { ...input, training: { batchSize: 0, seed: 'x', los: 1 }, text: { maxLength: 0 }, more: 1 };
    const lines = messageOf(() => resolveRunConfig(wrong, sizes, 'run.json')).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('Correct run.json and try again.');
    expect(lines.every((line) => line.includes('run.json'))).toBe(true);
  });

  test('a vocabulary size in the config is replaced by that of the data', () => {
    const model = { ...input.model, source: { embedding: 5, vocabulary: 1000 } };
    expect(resolveRunConfig({ ...input, model }, sizes).model.source.vocabulary).toBe(9);
  });
});

describe('the config of a saved model', () => {
  const saved = resolveRunConfig(input, sizes);

  test.each<[unknown]>([[[]], [null], ['seq2seq'], [{}], [{ ...saved, format: 'hf' }], [{ model_type: 'marian' }]])(
    '%o is of something else',
    (value) => {
      expect(() => parseSavedConfig(value, 'm/config.json')).toThrow(CheckpointError);
      expect(() => parseSavedConfig(value, 'm/config.json')).toThrow(
        /^m\/config\.json: expected the config of a seq2seq model/,
      );
    },
  );

  test.each([0, 2, '1', undefined])('version %o is another', (version) => {
    const parse = (): unknown => parseSavedConfig({ ...saved, version }, 'm/config.json');
    expect(parse).toThrow(CheckpointError);
    expect(parse).toThrow(`m/config.json: expected format version 1, got ${JSON.stringify(version)}; use the release`);
  });

  test('what is wrong inside it is said with its file', () => {
    const parse = (): unknown => parseSavedConfig({ ...saved, model: { ...saved.model, decodr: 1 } }, 'm/config.json');
    expect(messageOf(parse)).toContain('m/config.json.model: unknown key "decodr"; did you mean "decoder"?');
  });
});
