// What stands behind words, from texts to numbers and back through files.
import { readdir, writeFile } from 'node:fs/promises';
import { CheckpointError, ConfigError } from '@seq2seq/core';
import { CorpusError, specialTokens } from '@seq2seq/text';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { trainedModel, weightsOf, wholeAndHalves } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { loadModel, saveModel } from '../node/model-folder.ts';
import type { TokenPair } from '../training/text-trainer.ts';
import { translate } from '../translate/translate.ts';
import { encodeSource } from './encode-source.ts';
import { planTextModel } from './plan-text-model.ts';
import { textModelFor } from './text-model-for.ts';

beforeAll(() => useBackend('wasm'));
const scratch = scratchFolder();

/** The same word with another tag is another thing, so only a model that reads tags can tell these apart. */
const pairs: readonly TokenPair[] = [
  { source: ['fly￨noun￨one', 'flies￨verb￨one'], target: ['x', 'y'] },
  { source: ['fly￨verb￨many', 'flies￨noun￨many'], target: ['y', 'x'] },
  { source: ['fly￨noun￨one'], target: ['x'] },
  { source: ['fly￨verb￨one'], target: ['y'] },
];

const configOf = (changes: { readonly source?: object; readonly text?: object } = {}): RunConfigInput => {
  const config = smallConfig({ family: 'luong' });
  const source = { embedding: 5, factors: [{ embedding: 3 }, { embedding: 2 }], ...changes.source };
  return {
    model: { ...config.model, source },
    text: { source: { ...changes.text }, maxLength: 6 },
    training: { batchSize: 2, learningRate: 0.05 },
  };
};

test('vocabularies are counted of words and of each factor', () => {
  const { config, sourceVocabulary, factorVocabularies } = planTextModel(pairs, configOf());
  expect(sourceVocabulary.tokens.slice(4)).toEqual(['fly', 'flies']);
  expect(factorVocabularies?.map(({ tokens }) => tokens.slice(4))).toEqual([
    ['noun', 'verb'],
    ['one', 'many'],
  ]);
  expect(config.model.source.factors).toEqual([
    { vocabulary: 6, embedding: 3 },
    { vocabulary: 6, embedding: 2 },
  ]);
});

test('ids stand beside each other, the end at the end, what is unknown as <unk>; from the end, all are turned round', () => {
  const textModel = textModelFor(pairs, configOf());
  const tokens = ['flies￨noun￨few', 'bees￨verb￨one'];
  const encoded = encodeSource(tokens, textModel.source);
  expect(encoded).toEqual({
    tokens: ['flies', 'bees'],
    ids: [5, 1, 3],
    factors: [
      [4, 5, 3],
      [1, 4, 3],
    ],
    unknown: [{ token: 'bees', index: 1 }],
  });
  expect(encodeSource(tokens, { ...textModel.source, isReversed: true })).toEqual({
    ...encoded,
    ids: [1, 5, 3],
    factors: [
      [5, 4, 3],
      [4, 1, 3],
    ],
  });
  textModel.dispose();
});

test('they matter, batches do not, and nothing leaks', async () => {
  const before = tf.memory().numTensors;
  const textModel = await trainedModel(pairs, configOf(), { steps: 60 });
  const texts = ['fly￨noun￨one', 'fly￨verb￨one', 'flies￨verb￨many fly￨noun￨one'];
  const found = await translate(textModel, texts);
  expect(found.map(({ sourceTokens }) => sourceTokens)).toEqual([['fly'], ['fly'], ['flies', 'fly']]);
  expect(found.slice(0, 2).map(({ translations }) => translations[0]?.text)).toEqual(['x', 'y']);
  const alone = await translate(textModel, texts, { batchSize: 1 });
  for (const [index, { translations }] of alone.entries()) {
    expect(translations[0]?.logProb).toBeCloseTo(found[index]?.translations[0]?.logProb ?? NaN, 5);
  }
  textModel.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('saved and loaded, with a file for each factor; 10 steps equal 5 steps, a folder and 5 steps', async () => {
  const textModel = await trainedModel(pairs, configOf(), { steps: 4 });
  await saveModel(scratch('model'), textModel);
  expect((await readdir(scratch('model'))).filter((name) => name.includes('factor'))).toEqual([
    'source.factor-0.vocabulary.json',
    'source.factor-1.vocabulary.json',
  ]);
  const loaded = await loadModel(scratch('model'));
  expect(weightsOf(loaded)).toEqual(weightsOf(textModel));
  const texts = ['flies￨verb￨one fly￨noun￨many'];
  expect(await translate(loaded, texts)).toEqual(await translate(textModel, texts));
  loaded.dispose();
  textModel.dispose();

  const [whole, halves] = await wholeAndHalves(scratch('run'), pairs, configOf(), 10);
  expect(halves).toEqual(whole);
});

test('a folder whose factors are missing or of another run is refused', async () => {
  const textModel = textModelFor(pairs, configOf());
  await saveModel(scratch('model'), textModel);
  textModel.dispose();
  const file = scratch('model', 'source.factor-1.vocabulary.json');
  await writeFile(file, JSON.stringify({ tokens: [...specialTokens, 'one'] }));
  const refused: unknown = await loadModel(scratch('model')).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ConfigError);
  expect((refused as Error).message).toContain(
    'model.source.factors.1.vocabulary: the config says 6 tokens but the source.factors.1 vocabulary has 5',
  );
  await writeFile(file, '{');
  await expect(loadModel(scratch('model'))).rejects.toThrow(CheckpointError);
});

describe('tokens that do not fit', () => {
  test.each([
    [
      'fly￨noun',
      'token 1 of 2: expected a word and 2 factors, got 1 in "fly￨noun"; write it as word￨factor-0￨factor-1',
    ],
    ['fly', 'token 1 of 2: expected a word and 2 factors, got 0 in "fly"'],
    ['fly￨a￨b￨c', 'got 3 in "fly￨a￨b￨c"'],
    ['￨noun￨one', 'got an empty part in "￨noun￨one"'],
    ['fly￨￨one', 'got an empty part in "fly￨￨one"'],
  ])('%s', async (token, message) => {
    const wrong = [...pairs, { source: [token, 'fly￨noun￨one'], target: ['x'] }];
    const planning = (): unknown => planTextModel(wrong, configOf());
    expect(planning).toThrow(CorpusError);
    expect(planning).toThrow(`pairs:5: ${message.startsWith('token') ? message : ''}`);
    expect(planning).toThrow(message);
    const textModel = textModelFor(pairs, configOf());
    await expect(translate(textModel, ['fly￨noun￨one', `${token} fly￨noun￨one`])).rejects.toThrow(
      'sources:2: token 1 of 2',
    );
    textModel.dispose();
  });

  test('all of them are told', () => {
    const planning = (): unknown =>
      planTextModel([...pairs, { source: ['a'], target: ['x'] }, { source: ['b'], target: ['x'] }], configOf());
    expect(planning).toThrow(/pairs:5: [^]*pairs:6: /);
  });
});

describe('the separator', () => {
  test('may be another', () => {
    const other = pairs.map(({ source, target }) => ({
      source: source.map((token) => token.replaceAll('￨', '|')),
      target,
    }));
    expect(planTextModel(other, configOf({ text: { factorSeparator: '|' } })).sourceVocabulary.tokens.slice(4)).toEqual(
      ['fly', 'flies'],
    );
  });

  test.each([
    [{ text: { factorSeparator: ' ' } }, 'config.text.source.factorSeparator: expected a sign that no word has'],
    [{ text: { factorSeparator: '' } }, 'config.text.source.factorSeparator: expected a sign'],
    [
      { text: { factorSeparator: '|' }, source: { factors: [] } },
      'factorSeparator: it is "|", but model.source.factors is empty',
    ],
    [
      { text: { tokenizer: 'characters' } },
      'config.text.source.tokenizer: it is characters, but model.source.factors has 2',
    ],
  ])('%j is refused', (changes, message) => {
    const planning = (): unknown => planTextModel(pairs, configOf(changes));
    expect(planning).toThrow(ConfigError);
    expect(planning).toThrow(message);
  });

  test('without factors, its sign is a letter like any other', () => {
    const plan = planTextModel(pairs, configOf({ source: { factors: [] } }));
    expect(plan.sourceVocabulary.has('fly￨noun￨one')).toBe(true);
    expect(plan).not.toHaveProperty('factorVocabularies');
  });
});
