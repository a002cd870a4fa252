import { ConfigError, fromSeed } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lettersOf, smallConfig } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { resolveRunConfig } from '../config/run-config.ts';
import { encodeSource } from './encode-source.ts';
import { createTextModel } from './text-model.ts';

const config = resolveRunConfig(
  { ...smallConfig({ family: 'bahdanau' }), training: { seed: 7 } },
  { source: 8, target: 9 },
);
const vocabularies = { sourceVocabulary: lettersOf('abcd'), targetVocabulary: lettersOf('vwxyz') };

beforeAll(() => useBackend('wasm'));

describe('createTextModel', () => {
  test('first weights come from the config’s seed unless told otherwise', () => {
    const valuesOf = (options: Partial<Parameters<typeof createTextModel>[0]> = {}): number[] => {
      const before = tf.memory().numTensors;
      const textModel = createTextModel({ config, ...vocabularies, ...options });
      const values = [...textModel.model.parameters.entries()].flatMap(([, weight]) => [...weight.dataSync()]);
      textModel.dispose();
      expect(tf.memory().numTensors).toBe(before);
      return values;
    };
    const ofSeed = (seed: number): number[] => valuesOf({ parameters: fromSeed(seed) });
    expect(valuesOf()).toEqual(ofSeed(7));
    expect(valuesOf()).not.toEqual(ofSeed(1));
  });

  test.each(['source', 'target'] as const)('a %s vocabulary that the config does not mean is refused', (side) => {
    const before = tf.memory().numTensors;
    const wrong = { ...vocabularies, [`${side}Vocabulary`]: lettersOf('ab') };
    const create = (): unknown => createTextModel({ config, ...wrong });
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(
      `model.${side}.vocabulary: the config says ${side === 'source' ? 8 : 9} tokens but the ${side} vocabulary has 6`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('encodeSource', () => {
  test('ids end with the end of sentence; what is unknown is listed by its place', () => {
    const textModel = createTextModel({ config, ...vocabularies });
    const tokens = ['d', 'é', 'a', '</s>', 'é'];
    expect(encodeSource(tokens, textModel.source)).toEqual({
      tokens,
      ids: [7, 1, 4, 1, 1, 3],
      unknown: [
        { token: 'é', index: 1 },
        { token: '</s>', index: 3 },
        { token: 'é', index: 4 },
      ],
    });
    expect(encodeSource([], textModel.source)).toEqual({ tokens: [], ids: [3], unknown: [] });
    textModel.dispose();
  });
});
