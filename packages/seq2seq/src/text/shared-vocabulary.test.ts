// Sides that share an embedding share a vocabulary; and vocabularies that do not know every word.
import { writeFile } from 'node:fs/promises';
import { ConfigError } from '@seq2seq/core';
import { specialTokens } from '@seq2seq/text';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { weightsOf, wholeAndHalves } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { Tying } from '@seq2seq/core';
import type { RunConfigInput } from '../config/run-config.ts';
import { contentOf } from '../__fixtures__/scratch-folder.ts';
import { loadModel, saveModel } from '../node/model-folder.ts';
import { planTextModel } from './plan-text-model.ts';
import { textModelFor } from './text-model-for.ts';

beforeAll(() => useBackend('wasm'));
const scratch = scratchFolder();

const pairs = [
  { source: ['b', 'a', 'b'], target: ['x', 'b'] },
  { source: ['a', 'b'], target: ['y', 'x', 'x'] },
];

const configOf = (tied: Tying, text: RunConfigInput['text'] = {}): RunConfigInput => {
  const { model } = smallConfig({ family: 'luong' });
  return {
    model: { ...model, tied, source: { embedding: 6 }, target: { embedding: 6 } },
    text,
    training: { batchSize: 1, learningRate: 0.05 },
  };
};

describe.each(['source-target', 'all'] as const)('tied %s', (tied) => {
  test('one vocabulary is counted from both sides, and saved for both', async () => {
    const textModel = textModelFor(pairs, configOf(tied));
    // b 4, x 3, a 2, y 1
    expect(textModel.source.vocabulary.tokens.slice(4)).toEqual(['b', 'x', 'a', 'y']);
    expect(textModel.target.vocabulary.tokens).toEqual(textModel.source.vocabulary.tokens);
    expect(weightsOf(textModel)).not.toHaveProperty('source.embedding.table');
    await saveModel(scratch('model'), textModel);
    const files = await contentOf(scratch('model'));
    expect(files['source.vocabulary.json']).toBe(files['target.vocabulary.json']);
    const loaded = await loadModel(scratch('model'));
    expect(weightsOf(loaded)).toEqual(weightsOf(textModel));
    loaded.dispose();
    textModel.dispose();
  });

  test('a folder whose vocabularies differ is refused', async () => {
    const textModel = textModelFor(pairs, configOf(tied));
    await saveModel(scratch('model'), textModel);
    textModel.dispose();
    await writeFile(
      scratch('model', 'source.vocabulary.json'),
      JSON.stringify({ tokens: [...specialTokens, 'x', 'b', 'a', 'y'] }),
    );
    const refused: unknown = await loadModel(scratch('model')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect((refused as Error).message).toBe(
      `${scratch('model', 'config.json')}: model.tied: it is ${tied}, which wants one vocabulary for both sides, but token 4 is "x" in ` +
        'the source vocabulary and "b" in the target vocabulary; keep the vocabularies of one run together.',
    );
  });

  test('10 steps equal 5 steps, a folder and 5 steps', async () => {
    const [whole, halves] = await wholeAndHalves(scratch('run'), pairs, configOf(tied), 10);
    expect(halves).toEqual(whole);
  });
});

test.each(['none', 'target-generator'] as const)('tied %s, each side has its own', (tied) => {
  const plan = planTextModel(pairs, configOf(tied));
  expect(plan.sourceVocabulary.tokens.slice(4)).toEqual(['b', 'a']);
  expect(plan.targetVocabulary.tokens.slice(4)).toEqual(['x', 'b', 'y']);
});

describe('limits', () => {
  const tokensOf = (tied: Tying, text: RunConfigInput['text']): unknown => {
    const plan = planTextModel(pairs, configOf(tied, text));
    return [plan.sourceVocabulary, plan.targetVocabulary].map(({ tokens }) => tokens.slice(4).join(''));
  };

  test('leave out what is rare, on each side by itself', () => {
    expect(tokensOf('none', { source: { minimumCount: 3 }, target: { maxSize: 6 } })).toEqual(['b', 'xb']);
    expect(tokensOf('none', { target: { minimumCount: 2 } })).toEqual(['ba', 'x']);
    expect(tokensOf('all', { source: { minimumCount: 2 }, target: { minimumCount: 2 } })).toEqual(['bxa', 'bxa']);
    expect(tokensOf('all', { source: { maxSize: 5 }, target: { maxSize: 5 } })).toEqual(['b', 'b']);
  });

  test.each([
    [
      { source: { minimumCount: 2 } },
      'config.text.source.minimumCount: it is 2 but text.target.minimumCount is 1, and model.tied is all',
    ],
    [{ target: { maxSize: 9 } }, 'config.text.source.maxSize: it is not given but text.target.maxSize is 9'],
    [{ source: { maxSize: 4 } }, 'config.text.source.maxSize: '],
    [{ source: { minimumCount: 0 } }, 'config.text.source.minimumCount: '],
  ])('%j is refused', (text, message) => {
    expect(() => tokensOf('all', text)).toThrow(ConfigError);
    expect(() => tokensOf('all', text)).toThrow(message);
  });
});
