// Models that decide together, held to greedy search over the mean of what each says alone, in double precision.
import { ConfigError, type LanguageModel } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectSameTranslations } from '../__fixtures__/expect-same-translations.ts';
import { forcedHypothesis } from '../__fixtures__/forced-hypothesis.ts';
import { lettersOf, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { buildLanguageModel } from '../model/build-language-model.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { traceSearch } from './trace-search.ts';
import type { TranslateTextsOptions } from './translate-options.ts';
import { translate } from './translate.ts';

const texts = ['ab', 'cccda', 'd'];
const maxLength = 5;

let models: readonly [TextModel, TextModel, TextModel];
let languageModel: LanguageModel;
beforeAll(async () => {
  await useBackend('wasm');
  models = [
    smallTextModel({ family: 'luong' }, { seed: 1 }),
    smallTextModel({ family: 'bahdanau', cell: 'lstm' }, { seed: 4, source: 'dcba' }),
    smallTextModel({ family: 'initial' }, { seed: 5, source: 'abcdef' }),
  ];
  languageModel = buildLanguageModel({ target: { vocabulary: 8, embedding: 6 }, decoder: { cell: 'gru', units: 7 } });
});

/** [T] log-probabilities of some tokens by a model alone. */
const forced = (model: TextModel, text: string, tokens: readonly number[]): readonly number[] =>
  forcedHypothesis(model, { source: encodeSource([...text], model.source).ids }, tokens).logProbs;

const idsOf = ({ target }: TextModel, tokens: readonly string[], finished: boolean): number[] => [
  ...target.vocabulary.encode(tokens),
  ...(finished ? [target.vocabulary.eos] : []),
];

type Mean = (logProbs: readonly number[], weights: readonly number[]) => number;
const linear: Mean = (logProbs, weights) =>
  Math.log(logProbs.reduce((sum, each, m) => sum + Math.exp(each) * (weights[m] as number), 0));

/** The likeliest token step by step, by the mean of what the models say of each possible one. */
const greedyByHand = (text: string, weights: readonly number[]) => {
  const { eos, size } = models[0].target.vocabulary;
  const tokens: number[] = [];
  const logProbs: number[] = [];
  while (tokens.length < maxLength && tokens.at(-1) !== eos) {
    const step = Array.from({ length: size }, (_, token) =>
      linear(
        models.map((model) => forced(model, text, [...tokens, token]).at(-1) as number),
        weights,
      ),
    );
    const best = Math.max(...step);
    tokens.push(step.indexOf(best));
    logProbs.push(best);
  }
  return { tokens: models[0].target.vocabulary.decode(tokens), logProbs };
};

test('the mean of probabilities, by hand', async () => {
  const others = models.slice(1);
  for (const weights of [undefined, [1, 5, 2]]) {
    const total = weights?.reduce((sum, each) => sum + each, 0) ?? 3;
    const shares = (weights ?? [1, 1, 1]).map((weight) => weight / total);
    const ensemble = { models: others, ...(weights && { weights }) };
    const before = tf.memory().numTensors;
    const found = await translate(models[0], texts, { search: 'greedy', maxLength, ensemble });
    expect(tf.memory().numTensors).toBe(before);
    for (const [index, text] of texts.entries()) {
      const wanted = greedyByHand(text, shares);
      const translation = found[index]?.translations[0];
      expect(translation?.tokens).toEqual(wanted.tokens);
      for (const [t, logProb] of wanted.logProbs.entries()) {
        expect(translation?.tokenLogProbs[t]).toBeCloseTo(logProb, 5);
      }
    }
  }
});

test('the mean of log-probabilities ranks outputs by their mean, up to what makes each step sum to one', async () => {
  const pair = { models: [models[1]], mode: 'log-linear' } as const;
  const found = await translate(models[0], texts, { search: 'greedy', maxLength, ensemble: pair });
  const { size } = models[0].target.vocabulary;
  for (const [index, text] of texts.entries()) {
    const { tokens, finished, tokenLogProbs } = found[index]?.translations[0] ?? { tokens: [], tokenLogProbs: [] };
    const ids = idsOf(models[0], tokens, finished === true);
    for (const [t, logProb] of tokenLogProbs.entries()) {
      const means = Array.from({ length: size }, (_, token) => {
        const begun = [...ids.slice(0, t), token];
        return ((forced(models[0], text, begun).at(-1) ?? 0) + (forced(models[1], text, begun).at(-1) ?? 0)) / 2;
      });
      const normalizer = Math.log(means.reduce((sum, each) => sum + Math.exp(each), 0));
      expect(logProb).toBeCloseTo(Math.max(...means) - normalizer, 5);
    }
  }
});

test('a model beside itself changes nothing, and neighbours change nothing', async () => {
  const options: TranslateTextsOptions = { beam: 3, nBest: 3, maxLength };
  const alone = await translate(models[0], texts, options);
  expectSameTranslations(await translate(models[0], texts, { ...options, ensemble: { models: [models[0]] } }), alone);

  const together = { ...options, ensemble: { models: models.slice(1) } };
  const found = await translate(models[0], texts, together);
  expect(found).not.toEqual(alone);
  for (const [index, text] of texts.entries()) {
    expectSameTranslations(await translate(models[0], [text], together), found.slice(index, index + 1));
  }
});

describe('where an ensemble looked', () => {
  test('is the mean of those who read alike; of others it is what the first says', async () => {
    const prefix = { constraints: { prefix: 'wx' }, maxLength: 4, search: 'greedy' } as const;
    const rowOf = async (first: TextModel, others: readonly TextModel[]): Promise<Float32Array> => {
      const ensemble = { models: others };
      const [found] = await translate(first, ['abcd'], { ...prefix, ...(others.length > 0 && { ensemble }) });
      return found?.translations[0]?.alignment?.[1] as Float32Array;
    };
    const [one, other] = [await rowOf(models[0], []), await rowOf(models[1], [])];
    const mean = await rowOf(models[0], [models[1]]);
    for (const [s, weight] of mean.entries()) {
      expect(weight).toBeCloseTo(((one[s] as number) + (other[s] as number)) / 2, 5);
    }
    expect(await rowOf(models[0], [models[1], models[2]])).toEqual(one);
    const [found] = await translate(models[2], ['abcd'], { ...prefix, ensemble: { models: [models[1]] } });
    expect(found?.translations[0]?.alignment).toBeUndefined();
  });
});

describe('a language model', () => {
  /** log P of the tokens of an output, by the language model alone. */
  const languageOf = (tokens: readonly number[]): readonly number[] => {
    const { bos } = models[0].target.vocabulary;
    const rows = tf.tidy(() => {
      const given = tf.tensor2d([[bos, ...tokens.slice(0, -1)]], [1, tokens.length], 'int32');
      return languageModel.teacherForce(given, { training: false }).logits.arraySync()[0] as number[][];
    });
    return rows.map((row, t) => {
      const sum = row.reduce((total, each) => total + Math.exp(each), 0);
      return (row[tokens[t] as number] as number) - Math.log(sum);
    });
  };

  test.each([false, true])('adds what it knows, the end by the model alone: %s', async (endByModel) => {
    const weight = 0.3;
    const before = tf.memory().numTensors;
    const fused = { languageModel: { model: languageModel, weight, endByModel } };
    const found = await translate(models[0], texts, { beam: 3, nBest: 3, maxLength, ...fused });
    for (const [index, text] of texts.entries()) {
      for (const { tokens, finished, tokenLogProbs } of found[index]?.translations ?? []) {
        const ids = idsOf(models[0], tokens, finished);
        if (ids.length !== tokenLogProbs.length) continue; // tokens without text do not tell their ids
        const [own, language] = [forced(models[0], text, ids), languageOf(ids)];
        for (const [t, logProb] of tokenLogProbs.entries()) {
          const isEnd = finished && t === ids.length - 1;
          const wanted = (own[t] as number) + (isEnd && endByModel ? 0 : weight * (language[t] as number));
          expect(logProb).toBeCloseTo(wanted, 4);
        }
      }
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('goes with an ensemble, and is refused with another vocabulary', async () => {
    const ensemble = { models: [models[1]] };
    const fused = { languageModel: { model: languageModel, weight: 0.5 } };
    const found = await translate(models[0], texts, { beam: 2, maxLength, ensemble, ...fused });
    expect(found).not.toEqual(await translate(models[0], texts, { beam: 2, maxLength, ensemble }));
    const traced = await traceSearch(models[0], 'ab', { beam: 2, maxLength, ensemble, ...fused });
    expect(traced.translations).toEqual(
      (await translate(models[0], ['ab'], { beam: 2, maxLength, ensemble, ...fused }))[0]?.translations,
    );

    const before = tf.memory().numTensors;
    const larger = smallTextModel({ family: 'luong' }, { target: 'vwxyz' });
    const refused = translate(larger, ['ab'], fused);
    await expect(refused).rejects.toThrow(
      'translate: languageModel: expected the 9 tokens of the outputs, got 8; use a language model of the same target vocabulary, and with a model that copies none.',
    );
    larger.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('models that cannot decide together', () => {
  test('because their target vocabularies differ', async () => {
    for (const [target, message] of [
      ['wxzy', 'got "z" as token 6, where that has "y"; train the models of an ensemble on one vocabulary.'],
      ['wxyzv', 'got "v" as token 8, where that has nothing; '],
    ] as const) {
      const other = smallTextModel({ family: 'luong' }, { target });
      const refused = translate(models[0], ['ab'], { ensemble: { models: [models[1], other] } });
      await expect(refused).rejects.toThrow(ConfigError);
      await expect(refused).rejects.toThrow(
        `translate: ensemble.models[1]: expected the target vocabulary of the first model, ${message}`,
      );
      other.dispose();
    }
    expect(lettersOf('wxyz').size).toBe(8);
  });

  test('because only one copies; those that both copy can', async () => {
    const [one, other] = [3, 4].map((seed) => smallTextModel({ family: 'bahdanau', copy: true }, { seed })) as [
      TextModel,
      TextModel,
    ];
    await expect(translate(models[0], ['ab'], { ensemble: { models: [one] } })).rejects.toThrow(
      'translate: ensemble.models[0]: expected to copy as the first model does, got one that copies characters beside one that does not copy; ',
    );
    const before = tf.memory().numTensors;
    const found = await translate(one, ['qwq', 'rqw'], { ensemble: { models: [other] }, constraints: { prefix: 'q' } });
    expect(found.map(({ translations }) => translations[0]?.text[0])).toEqual(['q', 'q']);
    expect(tf.memory().numTensors).toBe(before);
    one.dispose();
    other.dispose();
  });

  test('because weights are not one for each', async () => {
    const ensemble = { models: [models[1]], weights: [1] };
    const before = tf.memory().numTensors;
    await expect(translate(models[0], ['ab'], { ensemble })).rejects.toThrow(
      /ensemble: weights\[1\] must be a finite number above 0/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
