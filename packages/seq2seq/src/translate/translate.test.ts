import * as tf from '@tensorflow/tfjs-core';
import { ConfigError } from '@seq2seq/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { families, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import { translate, translateTokens } from './translate.ts';

let model: TextModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = smallTextModel({ family: 'bahdanau', direction: 'bidirectional' }, { seed: 2 });
});

describe('the n best', () => {
  test('come sorted, each once, as many as asked for', async () => {
    for (const seed of [1, 2, 3]) {
      const other = smallTextModel({ family: 'luong' }, { seed });
      for (const { translations } of await translate(other, ['abc', 'dd'], { beam: 4, nBest: 9 })) {
        expect(translations).toHaveLength(9);
        // Ids may differ where texts do not: <pad> and <s> have no text. The log-probability tells them apart.
        expect(new Set(translations.map(({ tokens, logProb }) => `${tokens.join()} ${logProb}`)).size).toBe(9);
        const rank = translations.map(({ finished, score }) => (finished ? score : score - 1e6));
        expect(rank).toEqual(rank.toSorted((a, b) => b - a));
        expect(Math.max(...translations.map(({ logProb }) => logProb))).toBeLessThan(0);
      }
      other.dispose();
    }
  });

  test('asking for more does not change the first', async () => {
    const [one] = await translate(model, ['abcd'], { beam: 3 });
    const [several] = await translate(model, ['abcd'], { beam: 3, nBest: 4 });
    expect(several?.translations[0]).toEqual(one?.translations[0]);
  });
});

describe('alignments', () => {
  test.each(families)('%s: a row a token, a column a source token, each row sums to one', async (family) => {
    const other = smallTextModel({ family, direction: 'bidirectional' });
    // Side by side, so that the short one is padded.
    const found = await translate(other, ['ab', 'abcdabcd'], { nBest: 2 });
    for (const { sourceTokens, translations } of found) {
      expect(translations).toHaveLength(2);
      for (const { tokens, alignment, finished, logProb, score } of translations) {
        if (!other.model.attends) {
          expect(alignment).toBeUndefined();
          continue;
        }
        // T from another road: what the score was divided by.
        const T = Math.round((logProb / score) ** (1 / 0.7));
        expect(T).toBeGreaterThanOrEqual(tokens.length + Number(finished));
        expect(alignment).toHaveLength(T);
        for (const row of alignment ?? []) {
          expect(row).toHaveLength(sourceTokens.length + 1);
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
          expect(Math.min(...row)).toBeGreaterThan(0);
        }
      }
    }
    other.dispose();
  });
});

test('without alignments all else is the same', async () => {
  for (const beam of [1, 3]) {
    const wanted = await translate(model, ['abcd', 'b'], { beam, nBest: 2 });
    const withoutAlignment = wanted.map(({ translations, ...source }) => ({
      ...source,
      translations: translations.map(({ alignment, ...translation }) => {
        expect(alignment).toBeDefined();
        return translation;
      }),
    }));
    expect(await translate(model, ['abcd', 'b'], { beam, nBest: 2, alignments: false })).toEqual(withoutAlignment);
  }
});

describe('sources', () => {
  test('unknown tokens are named with their place; what is known is not', async () => {
    const [unknown, known, special] = await translate(model, ['aéb?', 'abcd', '<s>']);
    expect(unknown?.unknown).toEqual([
      { token: 'é', index: 1 },
      { token: '?', index: 3 },
    ]);
    expect(unknown?.sourceTokens).toEqual(['a', 'é', 'b', '?']);
    expect(unknown?.translations).toHaveLength(1);
    expect(known?.unknown).toEqual([]);
    expect(special?.unknown.map(({ token }) => token)).toEqual(['<', 's', '>']);
  });

  test('an empty text has no translation and does not disturb the others', async () => {
    const [alone] = await translate(model, ['cab']);
    const among = await translate(model, ['', 'cab', ''], { batchSize: 2 });
    expect(among).toEqual([
      { sourceTokens: [], unknown: [], translations: [] },
      alone,
      { sourceTokens: [], unknown: [], translations: [] },
    ]);
    expect(await translate(model, ['', ''])).toHaveLength(2);
    expect(await translate(model, [])).toEqual([]);
  });

  test('tokens are taken as they are', async () => {
    const [text, tokens, long] = [
      await translate(model, ['ab']),
      await translateTokens(model, [['a', 'b']]),
      await translateTokens(model, [['ab']]),
    ];
    expect(tokens).toEqual(text);
    expect(long[0]?.unknown).toEqual([{ token: 'ab', index: 0 }]);
  });
});

describe('maxLength', () => {
  test('cuts what does not end, the end of sentence included; the config says it if nobody else does', async () => {
    for (const options of [{ beam: 1 }, { beam: 4 }]) {
      for (const maxLength of [1, 2, 5]) {
        const [found] = await translate(model, ['abcd'], { ...options, maxLength, nBest: 30 });
        const lengths = found?.translations.map(({ alignment }) => alignment?.length ?? 0) ?? [];
        expect(Math.max(...lengths)).toBe(maxLength);
        for (const { finished, tokens } of found?.translations ?? []) {
          expect(tokens.length).toBeLessThanOrEqual(maxLength - Number(finished));
        }
      }
    }
    const [byConfig] = await translate(model, ['abcd'], { nBest: 200, beam: 6 });
    expect(Math.max(...(byConfig?.translations.map(({ alignment }) => alignment?.length ?? 0) ?? []))).toBe(6);
  });
});

describe('whatever happens, no tensor is left behind', () => {
  test.each(families)('%s, beams and batches', async (family) => {
    const other = smallTextModel({ family, cell: 'lstm' });
    const before = tf.memory().numTensors;
    for (const beam of [1, 2, 7]) await translate(other, ['a', 'bb', 'ccc'], { beam, batchSize: 2 });
    expect(tf.memory().numTensors).toBe(before);
    other.dispose();
  });

  test('aborted before it began', async () => {
    const before = tf.memory().numTensors;
    const signal = AbortSignal.abort(new Error('not needed any more'));
    await expect(translate(model, ['ab'], { signal })).rejects.toThrow('not needed any more');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('aborted by a timer while it runs', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('too slow')), 60);
    // Too much for a second: without pauses the timer would have to wait for all of it.
    const manyTexts = Array.from({ length: 20_000 }, (_, index) => 'abcd'.repeat(1 + (index % 5)));
    const began = performance.now();
    await expect(translate(model, manyTexts, { signal: controller.signal, maxLength: 60 })).rejects.toThrow('too slow');
    expect(performance.now() - began).toBeLessThan(5000);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    [{ beam: 0 }, 'beam.width: must be a positive integer, got 0'],
    [{ beam: 2.5 }, 'beam.width: must be a positive integer, got 2.5'],
    [{ nBest: 0 }, 'beam.nBest: must be a positive integer, got 0'],
    [{ maxLength: -1 }, 'maxLength must be an integer from 0 to 1000000, got -1'],
    [{ alpha: Number.NaN }, 'alpha must be a finite number of at least 0, got NaN'],
    [{ beam: 1, alpha: -1 }, 'alpha must be a finite number of at least 0, got -1'],
  ])('%o is refused', async (options, message) => {
    const before = tf.memory().numTensors;
    await expect(translate(model, ['ab'], options)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([0, -1, 1.5, Number.NaN])('batchSize %d is refused rather than never done', async (batchSize) => {
    const refused = translate(model, ['ab', 'a'], { batchSize });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(`translate: batchSize is ${batchSize}; give a whole number above 0.`);
  });
});
