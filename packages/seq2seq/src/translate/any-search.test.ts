// Laws that hold for every search that a config can name: neighbours, order, streaming, and equality with `search` called by hand.
import { createRandom, disposeTree } from '@seq2seq/core';
import { type Hypothesis, search } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectSameTranslations } from '../__fixtures__/expect-same-translations.ts';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { createSearch } from '../search-config/create-search.ts';
import { parseSearchConfig } from '../search-config/parse-search-config.ts';
import type { SearchConfigInput } from '../search-config/search-config.ts';
import { shapesOfSearches } from '../search-config/search-shapes.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { sourceBatchOf } from '../training/source-batch-of.ts';
import type { TranslatedText } from './searched-texts.ts';
import { seedOfSource } from './source-seed.ts';
import { beginSearch, toStepModel } from './to-step-model.ts';
import { traceSearch } from './trace-search.ts';
import { translate } from './translate.ts';
import type { TranslateTextsOptions } from './translate-options.ts';
import { translateSteps } from './translate-steps.ts';

const coverage = { coverage: { type: 'wu' }, eosNormalization: 0.8 } as const;
const searches: readonly SearchConfigInput[] = [
  'greedy',
  { type: 'beam', width: 3, nBest: 4, scoring: coverage, limits: { maxLengthFactor: 0.8 } },
  { type: 'diverse-beam', width: 4, groups: 2 },
  { type: 'sampling', samples: 3, temperature: 0.8, topP: 0.9 },
  { type: 'sampling', samples: 2, topK: 3, seed: 7 },
  { type: 'stochastic-beam', width: 3, seed: 1 },
  { type: 'minimum-bayes-risk', over: { type: 'sampling', samples: 8 }, nBest: 3 },
  { type: 'exhaustive', nBest: 3 },
];
const texts = ['dab', 'a', 'bcadcb', '', 'a', 'cc?c'];

let models: readonly TextModel[];
beforeAll(async () => {
  await useBackend('wasm');
  models = [
    smallTextModel({ family: 'luong-feeding', direction: 'bidirectional' }, { seed: 1 }),
    smallTextModel({ family: 'bahdanau', copy: true }, { seed: 3 }),
  ];
});

const allOf = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
};

test('every type of search is tried', () => {
  const types = searches.map((each) => (typeof each === 'string' ? each : each.type));
  expect([...new Set(types)].toSorted()).toEqual(Object.keys(shapesOfSearches).toSorted());
});

describe.each(searches)('%j', (config) => {
  const options: TranslateTextsOptions = { search: config, maxLength: 4 };

  test('neither neighbours nor order nor batch size change what is found', async () => {
    for (const model of models) {
      const before = tf.memory().numTensors;
      const together = await translate(model, texts, options);
      const alone: TranslatedText[] = [];
      for (const text of texts) alone.push(...(await translate(model, [text], options)));
      expectSameTranslations(alone, together);
      expectSameTranslations((await translate(model, texts.toReversed(), options)).toReversed(), together);
      expectSameTranslations(await translate(model, texts, { ...options, batchSize: 2 }), together);
      expect(tf.memory().numTensors).toBe(before);
      // Otherwise equality would say little.
      expect(new Set(together.map(({ translations }) => translations[0]?.logProb)).size).toBeGreaterThan(3);
    }
  });

  test('what is streamed last is the result, and grew', async () => {
    for (const model of models) {
      const before = tf.memory().numTensors;
      const steps = await allOf(translateSteps(model, texts, options));
      expect(steps.at(-1)).toEqual(await translate(model, texts, options));
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.length).toBeLessThanOrEqual(4);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test('it is what search finds, called by hand', async () => {
    const [model] = models as readonly [TextModel];
    const { strategy, maxLengthFactor } = createSearch(parseSearchConfig(config));
    for (const text of ['dab', 'cc?c']) {
      const { ids } = encodeSource([...text], model.source);
      const source = sourceBatchOf([{ source: ids }], { pad: 0, vocabularySize: model.model.targetVocabularySize });
      const { bos, eos } = model.target.vocabulary;
      const task = {
        ...{ sources: 1, bos, eos, maxLength: 4, ...(maxLengthFactor !== undefined && { maxLengthFactor }) },
        ...{ sourceLengths: [text.length + 1], seeds: [seedOfSource({ source: ids })] },
      };
      const stepModel = toStepModel(model.model, { alignments: true });
      const [wanted = []] = await search(stepModel, beginSearch(model.model, source), task, strategy);
      disposeTree({ mask: source.mask, ...('ids' in source && { ids: source.ids }) });
      const [found] = await translate(model, [text], options);
      const told = ({ tokens, logProb, tokenLogProbs, score, finished, alignment }: Hypothesis): object => ({
        ...{ tokens: model.target.vocabulary.decode(tokens), logProb, tokenLogProbs, score, finished, alignment },
      });
      expect(found?.translations).toMatchObject(wanted.map(told));
      expect(found?.translations).toHaveLength(wanted.length);
    }
  });

  test('a trace has the same results, and a node for each of their tokens', async () => {
    for (const model of models) {
      const before = tf.memory().numTensors;
      const { steps, ...traced } = await traceSearch(model, 'dab', options);
      expect([traced]).toEqual(await translate(model, ['dab'], options));
      const nodes = new Map(steps.flatMap((step) => step.nodes.map((node) => [node.id, node])));
      for (const { tokenLogProbs, logProb } of traced.translations) {
        const last = [...nodes.values()].find((node) => node.logProb === logProb);
        const path = [];
        for (let node = last; node; node = nodes.get(node.parent ?? -1)) path.unshift(node.tokenLogProb);
        expect(path).toEqual(tokenLogProbs);
      }
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

test('equal sources draw the same, unless they are given seeds of their own', async () => {
  const [model] = models as readonly [TextModel];
  const options: TranslateTextsOptions = { search: { type: 'sampling', samples: 4 } };
  const [one, other] = await translate(model, ['abc', 'abc'], options);
  expect(other).toEqual(one);
  const seeds = [5, 6];
  const [five, six] = await translate(model, ['abc', 'abc'], { ...options, seeds });
  expect(six).not.toEqual(five);
  expect((await translate(model, ['d', 'abc'], { ...options, seeds: [0, 5] }))[1]).toEqual(five);
});

test('seeds of different sources differ', () => {
  const random = createRandom(1);
  const sources = Array.from({ length: 500 }, () => Array.from({ length: 6 }, () => Math.floor(random.next() * 50)));
  const seeds = new Set(sources.map((source) => seedOfSource({ source })));
  expect(seeds.size).toBe(new Set(sources.map(String)).size);
  for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
  // Frames, and the order of numbers, count as well.
  expect(seedOfSource({ source: [[0.5], [0.25]] })).not.toBe(seedOfSource({ source: [[0.25], [0.5]] }));
});

describe('what does not go together', () => {
  test.each<[TranslateTextsOptions, string]>([
    [
      { search: 'greedy', beam: 2 },
      'translate: expected search or beam, got both; say it in search, such as { type: "beam", width: 5, nBest: 1 }.',
    ],
    [{ search: 'greedy', nBest: 2, alpha: 1 }, 'translate: expected search or nBest and alpha, got both; '],
    [{ search: { type: 'beam', width: 0 } }, 'search.width: expected at least 1, got 0'],
    [
      { seeds: [1] },
      'translate: seeds: expected one for each of 2 sources, got 1; they belong to the sources in their order.',
    ],
    [{ seeds: [1, 1.5] }, 'seeds[1] must be an integer'],
  ])('%j', async (options, message) => {
    const [model] = models as readonly [TextModel];
    const before = tf.memory().numTensors;
    await expect(translate(model, ['ab', 'abc'], options)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('streams', () => {
  test('end when nobody reads on, and leave nothing behind', async () => {
    const [model] = models as readonly [TextModel];
    const before = tf.memory().numTensors;
    for await (const [first] of translateSteps(model, ['abcd'], { maxLength: 50 })) {
      expect(first?.translations[0]?.tokenLogProbs).toHaveLength(1);
      break;
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('end with the reason of the signal', async () => {
    const [model] = models as readonly [TextModel];
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const _ of translateSteps(model, ['abcd'], { signal: controller.signal, maxLength: 50 })) {
        controller.abort(new Error('seen enough'));
      }
    };
    await expect(reading()).rejects.toThrow('seen enough');
    await expect(reading()).rejects.toThrow('seen enough');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of nothing have one step, with nothing', async () => {
    const [model] = models as readonly [TextModel];
    const nothing = { sourceTokens: [], unknown: [], translations: [] };
    expect(await allOf(translateSteps(model, ['', '']))).toEqual([[nothing, nothing]]);
    expect(await allOf(translateSteps(model, []))).toEqual([[]]);
  });
});
