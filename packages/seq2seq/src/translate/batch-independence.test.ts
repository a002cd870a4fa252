// What a source is translated to does not depend on what stands beside it, whatever the model is made of.
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  attends,
  cells,
  directions,
  families,
  normalizers,
  scorers,
  type SmallModel,
  smallTextModel,
  windows,
} from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import type { TranslateOptions } from './translate-options.ts';
import type { TranslatedText } from './searched-texts.ts';
import { translate } from './translate.ts';

beforeAll(() => useBackend('wasm'));

/** The same tokens, and numbers within 1e-5. */
const expectSame = (actual: readonly TranslatedText[], wanted: readonly TranslatedText[]): void => {
  const exact = (texts: readonly TranslatedText[]): unknown =>
    texts.map(({ translations, ...source }) => ({
      ...source,
      translations: translations.map(({ text, tokens, finished, alignment }) => ({
        text,
        tokens,
        finished,
        rows: alignment?.map((row) => row.length),
      })),
    }));
  expect(exact(actual)).toEqual(exact(wanted));
  const numbers = (texts: readonly TranslatedText[]): number[] =>
    texts.flatMap(({ translations }) =>
      translations.flatMap(({ logProb, score, alignment = [] }) => [
        logProb,
        score,
        ...alignment.flatMap((row) => [...row]),
      ]),
    );
  const wantedNumbers = numbers(wanted);
  for (const [place, value] of numbers(actual).entries()) {
    expect(Math.abs(value - (wantedNumbers[place] as number))).toBeLessThanOrEqual(1e-5);
  }
};

const oneByOne = async (model: TextModel, texts: readonly string[], options: TranslateOptions) => {
  const results: TranslatedText[] = [];
  for (const text of texts) results.push(...(await translate(model, [text], options)));
  return results;
};

const namesOf = <Name extends string>(catalog: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(catalog) as Name[];

const texts = ['dab', 'a', 'bcadcb'];

describe.each(families)('%s', (family) => {
  const combinations = cells.flatMap((cell) =>
    directions.flatMap((direction): SmallModel[] =>
      attends(family)
        ? [
            ...namesOf(scorers).map((scorer) => ({ family, cell, direction, scorer })),
            ...(cell === 'gru' ? normalizers.map((normalizer) => ({ family, cell, direction, normalizer })) : []),
            ...(cell === 'gru' ? namesOf(windows).map((window) => ({ family, cell, direction, window })) : []),
          ]
        : [{ family, cell, direction }],
    ),
  );

  test.each([1, 5])('a batch equals its rows one by one, beam %i', async (beam) => {
    let outputs = 0;
    const different = new Set<string>();
    for (const [index, combination] of combinations.entries()) {
      const model = smallTextModel(combination, { seed: index + 1 });
      const before = tf.memory().numTensors;
      const together = await translate(model, texts, { beam });
      expectSame(together, await oneByOne(model, texts, { beam }));
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
      for (const { translations } of together) {
        outputs++;
        different.add(translations[0]?.tokens.join('') ?? '');
      }
    }
    // Otherwise equality would say little: models that say the same whatever they read.
    expect(different.size).toBeGreaterThan(outputs / 8);
  });
});

test('neither order, nor batch size, nor n-best of a batch changes a result', async () => {
  const model = smallTextModel({ family: 'luong-feeding', cell: 'lstm', direction: 'bidirectional', layers: 2 });
  const before = tf.memory().numTensors;
  const sources = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '?'), maxLength: 7 }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(
      sources,
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom({ beam: 1 }, { beam: 3, nBest: 2 }),
      async (list, batchSize, options) => {
        const wanted = await translate(model, list, options);
        expectSame(await translate(model, list, { ...options, batchSize }), wanted);
        expectSame((await translate(model, list.toReversed(), options)).toReversed(), wanted);
        expectSame(await oneByOne(model, list, options), wanted);
      },
    ),
    { seed: 1, numRuns: 15 },
  );
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
