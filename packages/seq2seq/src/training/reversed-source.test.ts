// A source that is read from its end: the same as turning the text round by hand, but told in its own order.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { attends, families, smallConfig, smallTextModel } from '../__fixtures__/small-models.ts';
import { reversalPairs } from '../__fixtures__/reversal.ts';
import { trainedModel, weightsOf, wholeAndHalves } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { translateTokens } from '../translate/translate.ts';

beforeAll(() => useBackend('wasm'));
const scratch = scratchFolder();

const pairs = reversalPairs(40);
const turned = pairs.map(({ source, target }) => ({ source: source.toReversed(), target }));
const configOf = (family: (typeof families)[number], reverse: boolean): RunConfigInput => {
  const config = smallConfig({ family });
  return {
    ...config,
    text: { ...config.text, source: { tokenizer: 'characters', reverse } },
    training: { batchSize: 8, learningRate: 0.02 },
  };
};

/** The same weights, read from the other end. */
const readingBackwards = (textModel: TextModel): TextModel => ({
  ...textModel,
  source: { ...textModel.source, isReversed: true },
});

test.each(families)('%s: equals a model that is given the text turned round, to the bit', async (family) => {
  const model = smallTextModel({ family }, { seed: 3 });
  const before = tf.memory().numTensors;
  const texts = ['abcd', 'd', 'c?ba', 'dab'].map((text) => [...text]);
  const found = await translateTokens(readingBackwards(model), texts, { beam: 3, nBest: 2 });
  const byHand = await translateTokens(
    model,
    texts.map((text) => text.toReversed()),
    { beam: 3, nBest: 2 },
  );
  for (const [index, text] of texts.entries()) {
    expect(found[index]?.sourceTokens).toEqual(text);
    expect(found[index]?.translations).toHaveLength(2);
    for (const [rank, translation] of (found[index]?.translations ?? []).entries()) {
      const { alignment, ...rest } = translation;
      const { alignment: columns, ...wanted } = byHand[index]?.translations[rank] ?? {};
      expect(rest).toEqual(wanted);
      expect(alignment !== undefined).toBe(attends(family));
      // Each row by itself: the last column is the end of sentence either way.
      expect(alignment?.map((row) => [...row])).toEqual(
        columns?.map((row) => [...[...row].slice(0, -1).toReversed(), row.at(-1)]),
      );
    }
  }
  // The other end is another sentence.
  expect(found).not.toEqual(await translateTokens(model, texts, { beam: 3, nBest: 2 }));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('what is unknown is told by its place in the text, and ids end with the end', () => {
  const model = smallTextModel({ family: 'initial' });
  const { tokens, ids, unknown } = encodeSource(['a', '?', 'b', 'd'], readingBackwards(model).source);
  expect({ tokens, ids, unknown }).toEqual({
    tokens: ['a', '?', 'b', 'd'],
    ids: [7, 5, 1, 4, 3],
    unknown: [{ token: '?', index: 1 }],
  });
  expect(encodeSource([], readingBackwards(model).source).ids).toEqual([3]);
  model.dispose();
});

test('training on it equals training on texts turned round by hand, to the bit, and nothing else', async () => {
  const weights = await Promise.all(
    [
      [pairs, true],
      [turned, false],
      [pairs, false],
    ].map(async ([data, reverse]) => {
      const model = await trainedModel(data as typeof pairs, configOf('luong', reverse as boolean), { steps: 6 });
      const values = weightsOf(model);
      model.dispose();
      return values;
    }),
  );
  expect(weights[0]).toEqual(weights[1]);
  expect(weights[0]).not.toEqual(weights[2]);
});

test('10 steps equal 5 steps, a folder and 5 steps', async () => {
  const [whole, halves] = await wholeAndHalves(scratch('reversed'), pairs, configOf('bahdanau', true), 10);
  expect(halves).toEqual(whole);
});
