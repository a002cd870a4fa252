// Search through the model's steps held against outputs that were scored whole, by teacher forcing.
import { beforeAll, describe, expect, test } from 'vitest';
import { argmaxOutput, everyOutput, type ForcedOutput } from '../__fixtures__/teacher-forced.ts';
import { cells, families, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import { translate } from './translate.ts';
import type { Translation } from './translation.ts';

beforeAll(() => useBackend('wasm'));

const sources = ['ab', 'cccda', 'd'];

const expectOutput = (model: TextModel, actual: Translation, wanted: ForcedOutput, alpha: number): void => {
  const { vocabulary } = model.target;
  expect(actual.tokens).toEqual(vocabulary.decode(wanted.ids));
  expect(actual.finished).toBe(wanted.finished);
  expect(actual.logProb).toBeCloseTo(wanted.logProb, 4);
  expect(actual.score).toBeCloseTo(wanted.logProb / wanted.ids.length ** alpha, 4);
};

describe.each(families)('%s', (family) => {
  test.each(cells)('a wide enough beam finds what brute force finds, %s', async (cell) => {
    // Four special tokens and one letter: 5 + 4·4 + 4·4·4 outputs of up to three tokens.
    const model = smallTextModel({ family, cell }, { seed: 3, target: 'x', scale: 1.5 });
    for (const text of sources) {
      const outputs = everyOutput(model, text, 3);
      for (const alpha of [0, 0.7, 2]) {
        const ranked = outputs
          .map((output) => ({ ...output, score: output.logProb / output.ids.length ** alpha }))
          .toSorted((a, b) => Number(b.finished) - Number(a.finished) || b.score - a.score);
        expect(ranked).toHaveLength(1 + 4 + 16 + 64);
        const [found] = await translate(model, [text], { beam: 64, nBest: 85, maxLength: 3, alpha });
        expect(found?.translations).toHaveLength(85);
        // All of them, not the best alone: an order that differs shows at the first wrong place.
        for (const [place, translation] of (found?.translations ?? []).entries()) {
          expectOutput(model, translation, ranked[place] as ForcedOutput, alpha);
        }
      }
    }
    model.dispose();
  });

  test('beam 1 is the loop over the likeliest token', async () => {
    for (const cell of cells) {
      const model = smallTextModel({ family, cell, direction: 'bidirectional', layers: 2 }, { seed: 5 });
      for (const [alpha, maxLength] of [
        [0.7, 6],
        [0, 6],
        [1, 2],
      ] as const) {
        const found = await translate(model, sources, { beam: 1, alpha, maxLength });
        for (const [index, text] of sources.entries()) {
          const translation = found[index]?.translations[0] as Translation;
          expectOutput(model, translation, argmaxOutput(model, text, maxLength), alpha);
        }
      }
      model.dispose();
    }
  });
});
