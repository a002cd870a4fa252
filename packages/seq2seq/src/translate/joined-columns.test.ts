// A memory that is shorter than its source: alignments have as many columns as the memory has positions.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { textModelFor } from '../text/text-model-for.ts';
import { translate } from './translate.ts';

beforeAll(() => useBackend('wasm'));

const configOf = (reverse: boolean): RunConfigInput => {
  const config = smallConfig({ family: 'luong' });
  return {
    ...config,
    model: { ...config.model, encoder: { type: 'pyramid', cell: 'gru', units: 3, layers: 2 } },
    text: { ...config.text, source: { tokenizer: 'characters', reverse } },
  };
};

test.each([false, true])('with a pyramid, from the end: %s', async (reverse) => {
  const pairs = [{ source: [...'abcdefg'], target: [...'xyz'] }];
  const textModel = textModelFor(pairs, configOf(reverse));
  const before = tf.memory().numTensors;
  const texts = ['abcdefg', 'ab', 'a', 'gfedc'];
  const found = await translate(textModel, texts, { beam: 2 });
  // With the end of sentence 8, 3, 2 and 6 positions, of which two become one.
  const widths = found.map(({ translations }) => translations[0]?.alignment?.map(({ length }) => length));
  expect(widths.map((ofText) => new Set(ofText))).toEqual([[4], [2], [1], [3]].map((of) => new Set(of)));
  for (const { translations } of found) {
    for (const row of translations[0]?.alignment ?? []) {
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
  }
  // Alone, nothing is padding.
  for (const [index, text] of texts.entries()) {
    const [alone] = await translate(textModel, [text], { beam: 2 });
    const [wanted, actual] = [alone, found[index]].map((result) => result?.translations[0]?.alignment ?? []);
    expect(actual?.length).toBe(wanted?.length);
    actual?.forEach((row, t) => row.forEach((weight, s) => expect(weight).toBeCloseTo(wanted?.[t]?.[s] ?? NaN, 5)));
  }
  // Columns are told from the beginning of the text, whichever end was read first.
  const otherWay = { ...textModel, source: { ...textModel.source, isReversed: !reverse } };
  const turned = await translate(
    otherWay,
    texts.map((text) => [...text].toReversed().join('')),
    { beam: 2 },
  );
  for (const [index, { translations }] of turned.entries()) {
    const told = found[index]?.translations[0]?.alignment?.map((row) => [...row].toReversed());
    expect(translations[0]?.alignment?.map((row) => [...row])).toEqual(told);
  }
  expect(tf.memory().numTensors).toBe(before);
  textModel.dispose();
});
