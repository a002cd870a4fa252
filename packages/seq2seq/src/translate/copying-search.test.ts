// Searches over models that copy: each source has a vocabulary of its own length, and no result depends on its neighbours'.
import { disposeTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { sourceBatchOf } from '../training/source-batch-of.ts';
import { toStepModel } from './to-step-model.ts';
import type { TranslatedText } from './searched-texts.ts';
import { translateTokens } from './translate.ts';
import type { Translation } from './translation.ts';

const copying = (seed: number, family: 'bahdanau' | 'luong-feeding' = 'bahdanau'): TextModel =>
  smallTextModel({ family, copy: true }, { seed });

/** None, one, two and three tokens that the target vocabulary lacks; w and x are in it, a to d in the source's alone. */
const sources = ['wxw', 'qwx', 'abxab', 'dcbw'].map((text) => [...text]);

/** What teacher forcing says of the tokens of a translation: log-probability in float64, pGen and alignment of each. */
const forced = ({ model, source, target }: TextModel, tokens: readonly string[], translation: Translation) => {
  const { ids, copyIds, copied } = encodeSource(tokens, source);
  const V = target.vocabulary.size;
  const said = translation.tokens.map((token) => {
    const place = target.vocabulary.has(token) ? -1 : (copied ?? []).indexOf(token);
    return place < 0 ? target.vocabulary.idOf(token) : V + place;
  });
  const wanted = [...said, ...(translation.finished ? [target.vocabulary.eos] : [])];
  const batch = sourceBatchOf([{ source: ids, ...(copyIds && { copyIds }) }], { pad: 0, vocabularySize: V });
  const { logits, gates, alignment } = tf.tidy(() => {
    const given = tf.tensor2d([[target.vocabulary.bos, ...wanted.slice(0, -1)]], [1, wanted.length], 'int32');
    const found = model.teacherForce(batch, given, { training: false });
    return {
      logits: found.logits.arraySync()[0] as number[][],
      gates: found.copyGates?.arraySync()[0] as number[],
      alignment: found.alignments?.arraySync()[0] as number[][],
    };
  });
  disposeTree({ ids: batch.mask });
  const logProb = wanted.reduce((sum, id, t) => sum + (logits[t]?.[id] as number), 0);
  return { logProb, gates, alignment };
};

const shapeOf = (found: readonly TranslatedText[]): unknown =>
  found.map(({ translations }) => translations.map(({ tokens, finished }) => ({ tokens, finished })));
const numbersOf = (found: readonly TranslatedText[]): number[] =>
  found.flatMap(({ translations }) =>
    translations.flatMap(({ logProb, copyGates = [], alignment = [] }) => [
      logProb,
      ...copyGates,
      ...alignment.flatMap((row) => [...row]),
    ]),
  );
const expectSame = (actual: readonly TranslatedText[], wanted: readonly TranslatedText[]): void => {
  expect(shapeOf(actual)).toEqual(shapeOf(wanted));
  const numbers = numbersOf(wanted);
  expect(numbersOf(actual)).toHaveLength(numbers.length);
  for (const [i, value] of numbersOf(actual).entries()) {
    expect(Math.abs(value - (numbers[i] as number))).toBeLessThanOrEqual(1e-5);
  }
};

describe.each(['wasm', 'simd'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  // 40 is wider than any vocabulary here: even what has next to no probability would find a place.
  test.each([{ beam: 1 }, { beam: 3, nBest: 3 }, { beam: 40, nBest: 40 }])(
    '%j: neither neighbours nor their order change a result, and nobody copies what another has',
    async (options) => {
      for (const seed of [1, 2, 3]) {
        const model = copying(seed, seed === 2 ? 'luong-feeding' : 'bahdanau');
        const before = tf.memory().numTensors;
        const together = await translateTokens(model, sources, options);
        const turned = await translateTokens(model, sources.toReversed(), options);
        const alone: TranslatedText[] = [];
        for (const source of sources) alone.push(...(await translateTokens(model, [source], options)));
        expectSame(together, alone);
        expectSame(turned.toReversed(), alone);
        for (const [index, { translations }] of together.entries()) {
          const own = new Set([...(sources[index] ?? []), ...'wxyz', '<unk>']);
          for (const { tokens } of translations) expect(tokens.filter((token) => !own.has(token))).toEqual([]);
        }
        expect(tf.memory().numTensors).toBe(before);
        model.dispose();
      }
    },
  );

  test('what a translation says of itself is what teacher forcing says of it', async () => {
    const copied = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      const model = copying(seed);
      const found = await translateTokens(model, sources, { beam: 4, nBest: 4 });
      for (const [index, { translations }] of found.entries()) {
        for (const translation of translations) {
          // Some outputs have tokens that no text has, such as <pad>, which are not told.
          const { tokens, finished, alignment = [] } = translation;
          if (alignment.length !== tokens.length + (finished ? 1 : 0)) continue;
          const wanted = forced(model, sources[index] ?? [], translation);
          expect(translation.logProb).toBeCloseTo(wanted.logProb, 4);
          expect(translation.copyGates).toHaveLength(wanted.gates.length);
          translation.copyGates?.forEach((gate, t) => expect(gate).toBeCloseTo(wanted.gates[t] as number, 5));
          const columns = (sources[index]?.length ?? 0) + 1;
          for (const [t, row] of alignment.entries()) {
            expect(row).toHaveLength(columns);
            row.forEach((weight, s) => expect(weight).toBeCloseTo(wanted.alignment[t]?.[s] as number, 5));
          }
          for (const token of tokens) if (/[a-dq]/.test(token)) copied.add(token);
        }
      }
      model.dispose();
    }
    // Otherwise nothing was copied, and little was said.
    expect(copied.size).toBeGreaterThanOrEqual(3);
  });
});

test('read from the end, it equals a model that is given the text turned round', async () => {
  const model = copying(4);
  const backwards = { ...model, source: { ...model.source, isReversed: true } };
  const [found, byHand] = await Promise.all([
    translateTokens(backwards, sources, { beam: 2 }),
    translateTokens(
      model,
      sources.map((source) => source.toReversed()),
      { beam: 2 },
    ),
  ]);
  const told = (texts: readonly TranslatedText[]): unknown =>
    texts.map(({ translations }) =>
      translations.map(({ tokens, logProb, copyGates }) => ({ tokens, logProb, copyGates })),
    );
  expect(told(found)).toEqual(told(byHand));
  model.dispose();
});

test('without alignments there are no gates; without copies there is no search', async () => {
  const model = copying(1);
  const [found] = await translateTokens(model, sources, { alignments: false });
  expect(found?.translations[0]).not.toHaveProperty('copyGates');
  expect(found?.translations[0]).not.toHaveProperty('alignment');
  expect(() => toStepModel(model.model)).toThrow('toStepModel: the model copies, but it is not said how many');
  expect(toStepModel(model.model, { copies: { extra: 3 } }).vocabularySize).toBe(11);
  model.dispose();
});
