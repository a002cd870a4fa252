// The normalizer that a config names: found or refused, and seen in the alignments of the model.
import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { type SmallModel, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { translate } from '../translate/translate.ts';
import type { ModelConfigWith } from '../catalog/config-of.ts';
import { buildModel } from './build-model.ts';

beforeAll(() => useBackend('wasm'));

type Config = ModelConfigWith<Record<never, never>>;

const withNormalizer = (normalizer?: string | { readonly type: string; readonly alpha?: number }): Config => ({
  source: { vocabulary: 9, embedding: 3 },
  target: { vocabulary: 8, embedding: 2 },
  encoder: { cell: 'gru', units: 4 },
  bridge: 'zero',
  decoder: { cell: 'gru', units: 5, context: 'attention' },
  attention: {
    query: 'current',
    scorer: { type: 'general' }, // What does not compile must not build either.
    ...(normalizer !== undefined && { normalizer: normalizer as 'sparsemax' }),
  },
});

test.each<[string, Parameters<typeof withNormalizer>[0], string]>([
  ['an unknown name', 'sparsmax', 'attention.normalizer: there is no normalizer "sparsmax"; did you mean "sparsemax"?'],
  [
    'an unknown type',
    { type: 'relu' },
    'there is no normalizer "relu"; known are "softmax", "sparsemax", "entmax-1.5"',
  ],
  ['what no object has of its own', 'toString', 'there is no normalizer "toString"'],
  [
    'an option',
    { type: 'entmax-1.5', alpha: 1.3 },
    'attention.normalizer: unknown key "alpha"; there are no options here',
  ],
])('%s is refused, and nothing is left behind', (_, normalizer, message) => {
  const before = tf.memory().numTensors;
  const build = (): unknown => buildModel(withNormalizer(normalizer));
  expect(build).toThrow(ConfigError);
  expect(build).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

test('a normalizer has no weights, so a checkpoint fits all of them', () => {
  const pathsWith = (normalizer?: string): string[] => {
    const model = buildModel(withNormalizer(normalizer));
    const paths = [...model.parameters.entries()].map(([path]) => path);
    model.dispose();
    return paths;
  };
  expect(pathsWith('sparsemax')).toEqual(pathsWith());
  expect(pathsWith('entmax-1.5')).toEqual(pathsWith());
});

test.each(['bahdanau', 'luong-feeding'] as const)(
  '%s: the sparse ones leave some of the source out',
  async (family) => {
    const weightsWith = async (normalizer: NonNullable<SmallModel['normalizer']>): Promise<number[]> => {
      const model = smallTextModel({ family, normalizer }, { scale: 3 });
      const translated = await translate(model, ['abcd', 'dcbabc', 'b'], { beam: 1 });
      model.dispose();
      return translated.flatMap(({ translations }) =>
        (translations[0]?.alignment ?? []).flatMap((row) => {
          const weights = [...row];
          expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-5);
          return weights;
        }),
      );
    };
    const zeros = (weights: readonly number[]): number =>
      weights.filter((weight) => weight === 0).length / weights.length;
    expect(zeros(await weightsWith('softmax'))).toBe(0);
    expect(zeros(await weightsWith('entmax-1.5'))).toBeGreaterThan(0.1);
    expect(zeros(await weightsWith('sparsemax'))).toBeGreaterThan(0.1);
  },
);
