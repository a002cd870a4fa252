// What only copying can do: names that nobody has seen before come out as they went in.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { nameConfig, namePairs } from '../__fixtures__/names.ts';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { trainedModel, wholeAndHalves } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import { loadModel, saveModel } from '../node/model-folder.ts';
import { textModelFor } from '../text/text-model-for.ts';
import type { TranslatedText } from '../translate/searched-texts.ts';
import { translateTokens } from '../translate/translate.ts';
import { trainableModel } from './trainable.ts';

beforeAll(() => useBackend('simd', { threads: 1 }));
const scratch = scratchFolder();

const seen = namePairs(600, 1);
const unseen = namePairs(100, 2);
const sources = unseen.map(({ source }) => source);
const isName = (token: string): boolean => /\d/.test(token);

/** The share of unseen names that stand in the right place. */
const namesRight = (found: readonly TranslatedText[]): number => {
  const right = unseen.flatMap(({ target }, index) =>
    target.flatMap((token, t) => (isName(token) ? [found[index]?.translations[0]?.tokens[t] === token] : [])),
  );
  return right.filter(Boolean).length / right.length;
};

test('names are copied right by a model that copies, and never by one that does not', async () => {
  const before = tf.memory().numTensors;
  const copying = await trainedModel(seen, nameConfig(true), { steps: 60 });
  const names = [...copying.source.vocabulary.tokens, ...copying.target.vocabulary.tokens].filter(isName);
  expect(names).toEqual([]);
  const found = await translateTokens(copying, sources);
  expect(namesRight(found)).toBeGreaterThanOrEqual(0.99);

  // Copied where it was copied, generated where it was generated, and never an <unk> for a name.
  for (const { translations, unknown } of found) {
    expect(unknown).toHaveLength(2);
    const [{ tokens, copyGates = [], finished } = { tokens: [], finished: false }] = translations;
    expect(tokens).not.toContain('<unk>');
    expect(copyGates).toHaveLength(tokens.length + (finished ? 1 : 0));
    for (const [t, token] of tokens.entries()) {
      if (isName(token)) expect(copyGates[t]).toBeLessThan(0.5);
    }
  }

  await saveModel(scratch('model'), copying);
  const loaded = await loadModel(scratch('model'));
  expect(await translateTokens(loaded, sources.slice(0, 10))).toEqual(
    await translateTokens(copying, sources.slice(0, 10)),
  );
  loaded.dispose();
  copying.dispose();

  const generating = await trainedModel(seen, nameConfig(false), { steps: 60 });
  const guessed = await translateTokens(generating, sources);
  expect(namesRight(guessed)).toBe(0);
  expect(guessed[0]?.translations[0]).not.toHaveProperty('copyGates');
  generating.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('smoothing, which would teach to copy what is not there, is refused', () => {
  const textModel = textModelFor(seen, nameConfig(true));
  const options = {
    loss: 'per-token',
    source: textModel.source.vocabulary,
    target: textModel.target.vocabulary,
  } as const;
  expect(() => trainableModel(textModel.model, { ...options, labelSmoothing: 0.1 })).toThrow(
    'training.labelSmoothing: it is 0.1, but the model copies',
  );
  textModel.dispose();
  const smoothed = { ...nameConfig(true), training: { labelSmoothing: 0.1 } };
  expect(() => textModelFor(seen, smoothed)).toThrow(
    'config.training.labelSmoothing: it is 0.1, but model.copy is true',
  );
});

test('10 steps equal 5 steps, a folder and 5 steps', async () => {
  const [whole, halves] = await wholeAndHalves(scratch('copying'), seen.slice(0, 100), nameConfig(true), 10);
  expect(halves).toEqual(whole);
});
