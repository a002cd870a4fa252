import { ConfigError, Seq2SeqError } from '@seq2seq/core';
import { expectClose, expectNoLeak } from '@seq2seq/core/testing';
import { lengthNormalization, noLengthPenalty, SearchError, summaryCoverage, wuLengthPenalty } from '@seq2seq/search';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { nextLogProbs } from '../__fixtures__/teacher-forced.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import { createTextTrainer } from '../training/text-trainer.ts';
import { score, type ScoredPair, type ScoreOptions, scoreTokens } from './score.ts';

beforeAll(() => useBackend('wasm'));

const pairs = [
  { source: 'dab', target: 'wxyz' },
  { source: 'a', target: 'zz' },
  { source: 'bcad', target: 'x' },
];

/** One after the other, each step by itself. */
const wantedLogProbs = (model: TextModel, source: string, ids: readonly number[]): number[] =>
  ids.map((id, t) => nextLogProbs(model, source, [ids.slice(0, t)])[0]?.[id] ?? NaN);

const withModel = async (
  options: Parameters<typeof smallTextModel>[0],
  run: (model: TextModel) => Promise<void>,
): Promise<void> =>
  expectNoLeak(async () => {
    const model = smallTextModel(options);
    await run(model);
    model.dispose();
  });

const first = ({ pairs: [pair] }: { readonly pairs: readonly ScoredPair[] }): ScoredPair => pair as ScoredPair;

describe('score', () => {
  test('is the product of the steps, the end of sentence counted', () =>
    withModel({ family: 'luong-feeding' }, async (model) => {
      const found = await score(model, pairs);
      const wanted = pairs.map(({ source, target }) => {
        const { vocabulary } = model.target;
        return wantedLogProbs(model, source, [...vocabulary.encode([...target]), vocabulary.eos]);
      });
      const all = wanted.flat();
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
      for (const [index, logProbs] of wanted.entries()) {
        const pair = found.pairs[index] as ScoredPair;
        expectClose(pair.tokenLogProbs, logProbs, { absolute: 1e-5 });
        expectClose([pair.logProb, pair.score], [sum(logProbs), sum(logProbs) / logProbs.length ** 0.7], {
          absolute: 1e-4,
        });
        expect(pair).toMatchObject({ text: pairs[index]?.target, finished: true, unknown: [], unknownTarget: [] });
        expect(pair).not.toHaveProperty('alignment');
      }
      expect(found.tokens).toBe(10);
      expectClose([found.logProb, found.perplexity], [sum(all), Math.exp(-sum(all) / 10)], { relative: 1e-5 });
    }));

  test('says what a trainer says of the same pairs', () =>
    withModel({ family: 'bahdanau' }, async (model) => {
      const tokens = pairs.map(({ source, target }) => ({ source: [...source], target: [...target] }));
      const trainer = createTextTrainer(model, { pairs: tokens });
      const { perplexity } = await scoreTokens(model, tokens);
      expect(Math.log(perplexity)).toBeCloseTo(await trainer.evaluate(tokens), 5);
      trainer.dispose();
    }));

  test.each<
    [
      string,
      NonNullable<ScoreOptions['scoring']>,
      (logProbs: readonly number[], ending: number, coverage: readonly number[]) => number,
    ]
  >([
    ['none', { lengthPenalty: noLengthPenalty }, ([a = NaN, b = NaN], c) => a + b + c],
    ['mean', { lengthPenalty: lengthNormalization(1) }, ([a = NaN, b = NaN], c) => (a + b + c) / 3],
    [
      'wu in a config',
      { lengthPenalty: { type: 'wu', alpha: 0.5 } },
      ([a = NaN, b = NaN], c) => (a + b + c) / Math.sqrt(8 / 6),
    ],
    ['no more than its name', { lengthPenalty: 'sockeye' }, ([a = NaN, b = NaN], c) => (a + b + c) / 3],
    ['wu', { lengthPenalty: wuLengthPenalty(0.5) }, ([a = NaN, b = NaN], c) => (a + b + c) / Math.sqrt(8 / 6)],
    ['word reward', { lengthPenalty: noLengthPenalty, wordReward: 2 }, ([a = NaN, b = NaN], c) => a + b + c + 6],
    // S = 4 columns, the end of sentence among them; T = 3
    [
      'end of sentence',
      { lengthPenalty: noLengthPenalty, eosNormalization: 2 },
      ([a = NaN, b = NaN], c) => a + b + (2 * c * 4) / 3,
    ],
    [
      'coverage',
      { lengthPenalty: noLengthPenalty, coverage: summaryCoverage(3) },
      ([a = NaN, b = NaN], c, coverage) =>
        a + b + c - 3 * coverage.reduce((sum, each) => sum + Math.max(0, each - 1), 0),
    ],
  ])('scores by the formula: %s', (_, scoring, formula) =>
    withModel({ family: 'luong' }, async (model) => {
      // A longer neighbour, so that there is padding which must not be covered.
      const given = [
        { source: 'dab', target: 'wx' },
        { source: 'bcadbca', target: 'wx' },
      ];
      const pair = first(await score(model, given, { scoring, alignments: true }));
      const coverage = [0, 1, 2, 3].map((s) => (pair.alignment ?? []).reduce((sum, row) => sum + (row[s] ?? NaN), 0));
      expect(pair.score).toBeCloseTo(formula(pair.tokenLogProbs, pair.tokenLogProbs[2] ?? NaN, coverage), 4);
      const alone = first(await score(model, given.slice(0, 1), { scoring }));
      expect(alone.score).toBeCloseTo(pair.score, 4);
      expect(alone).not.toHaveProperty('alignment');
    }),
  );

  test('a target that was cut off has no end of sentence; one of no token scores 0', () =>
    withModel({ family: 'initial' }, async (model) => {
      const source = ['a'];
      const whole = first(await scoreTokens(model, [{ source, target: ['w', 'x'] }]));
      const {
        pairs: [cut, nothing, onlyEnd],
        tokens,
      } = await scoreTokens(model, [
        { source, target: ['w', 'x'], finished: false },
        { source, target: [], finished: false },
        { source, target: [] },
      ]);
      expectClose(cut?.tokenLogProbs ?? [], whole.tokenLogProbs.slice(0, 2), { absolute: 1e-6 });
      expect(nothing).toMatchObject({ tokenLogProbs: [], logProb: 0, score: 0, finished: false });
      expect(onlyEnd?.tokenLogProbs).toHaveLength(1);
      expect(tokens).toBe(3);
    }));

  test('unknown words of both sides are told, and scored as <unk>', () =>
    withModel({ family: 'luong' }, async (model) => {
      const found = first(await score(model, [{ source: 'a?', target: 'wéw!' }]));
      expect(found).toMatchObject({
        sourceTokens: ['a', '?'],
        unknown: [{ token: '?', index: 1 }],
        tokens: ['w', '<unk>', 'w', '<unk>'],
        unknownTarget: [
          { token: 'é', index: 1 },
          { token: '!', index: 3 },
        ],
      });
      const { unk, eos } = model.target.vocabulary;
      const w = model.target.vocabulary.idOf('w');
      expectClose(found.tokenLogProbs, wantedLogProbs(model, 'a?', [w, unk, w, unk, eos]), { absolute: 1e-5 });
    }));

  test('a word that the model can copy is known', () =>
    withModel({ family: 'bahdanau', copy: true }, async (model) => {
      const found = first(await score(model, [{ source: 'qwr', target: 'rwé' }], { alignments: true }));
      expect(found).toMatchObject({ tokens: ['r', 'w', '<unk>'], unknownTarget: [{ token: 'é', index: 2 }] });
      expect(found.copyGates).toHaveLength(4);
    }));

  test('of no pairs there is nothing to say', () =>
    withModel({ family: 'initial' }, async (model) => {
      expect(await score(model, [])).toEqual({ pairs: [], logProb: 0, tokens: 0, perplexity: NaN });
    }));
});

describe('what goes wrong', () => {
  test('options are checked first', () =>
    withModel({ family: 'initial' }, async (model) => {
      await expect(score(model, [], { batchSize: 0 })).rejects.toThrow('score: batchSize is 0; give a whole number');
      await expect(score(model, [], { batchSize: 1.5 })).rejects.toThrow(ConfigError);
      const covered = score(model, [], { scoring: { coverage: summaryCoverage(1) } });
      await expect(covered).rejects.toThrow('the model does not attend, so nothing is covered; leave it out');
      const wrongly = score(model, [], { scoring: { lengthPenalty: { type: 'wu', alpha: -1 }, wordReward: NaN } });
      await expect(wrongly).rejects.toThrow(/scoring\.lengthPenalty\.alpha: .*\n.*scoring\.wordReward: /);
      const own = score(model, [], { scoring: { lengthPenalty: noLengthPenalty, wordReward: NaN } });
      await expect(own).rejects.toThrow(SearchError);
    }));

  test('an abort ends it with its reason', () =>
    withModel({ family: 'initial' }, async (model) => {
      const reason = new Error('enough');
      await expect(score(model, pairs, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    }));

  test('what is no number is said with its pair', () =>
    withModel({ family: 'initial' }, async (model) => {
      for (const [path, weight] of model.model.parameters.entries()) {
        if (path.startsWith('generator')) tf.tidy(() => weight.assign(tf.fill(weight.shape, NaN)));
      }
      const scoring = score(model, pairs.slice(0, 1));
      await expect(scoring).rejects.toThrow(/score, target 1: expected .*, got NaN for token 1 of 5; a weight/);
      await expect(scoring).rejects.toBeInstanceOf(Seq2SeqError);
    }));
});
