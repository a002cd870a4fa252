// An option that is accepted changes what is found or how it is scored: nothing is parsed and then forgotten. The list of options is
// read from the schemas, so that one without a line here fails.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { TextModel } from '../text/text-model.ts';
import { translate } from '../translate/translate.ts';
import { scoringShape, shapesOfCoverages, shapesOfLengthPenalties } from './scoring-config.ts';
import { limitsShape, shapeOfMinimumBayesRisk, shapesOfSearches, shapesOfStrategies } from './search-shapes.ts';
import type { SearchConfigInput } from './search-config.ts';

type Config = Readonly<Record<string, unknown>>;
/** Two searches that are the same but for one option. */
type Change = readonly [before: Config, after: Config];

const from = (before: Config, more: Config): Change => [before, { ...before, ...more }];
const scoring = (before: Config, more: Config): Change => [
  { type: 'beam', scoring: before },
  { type: 'beam', scoring: { ...before, ...more } },
];
/** Makes outputs so long that they differ in length and look at something twice. */
const long = { wordReward: 2 };
const lengthPenalty = (type: string, more: Config): Change =>
  scoring({ lengthPenalty: { type }, ...long }, { lengthPenalty: { type, ...more } });
const risk = { type: 'minimum-bayes-risk', nBest: 3, over: { type: 'beam', nBest: 9 } };

const changes: Readonly<Record<string, Change>> = {
  'beam.width': from({ type: 'beam', nBest: 9 }, { width: 1 }),
  'beam.nBest': from({ type: 'beam' }, { nBest: 2 }),
  'beam.stop': from({ type: 'beam', width: 2 }, { stop: 'first' }),
  'diverse-beam.width': from({ type: 'diverse-beam', nBest: 9 }, { width: 3 }),
  'diverse-beam.groups': from({ type: 'diverse-beam', nBest: 4 }, { groups: 2 }),
  'diverse-beam.strength': from({ type: 'diverse-beam' }, { strength: 5 }),
  'diverse-beam.nBest': from({ type: 'diverse-beam' }, { nBest: 4 }),
  'diverse-beam.stop': from({ type: 'diverse-beam' }, { stop: 'first' }),
  'sampling.samples': from({ type: 'sampling' }, { samples: 2 }),
  'sampling.seed': from({ type: 'sampling' }, { seed: 1 }),
  'sampling.temperature': from({ type: 'sampling' }, { temperature: 0.1 }),
  'sampling.topK': from({ type: 'sampling' }, { topK: 1 }),
  'sampling.topP': from({ type: 'sampling' }, { topP: 0.01 }),
  'sampling.minP': from({ type: 'sampling' }, { minP: 1 }),
  'sampling.typicalP': from({ type: 'sampling' }, { typicalP: 0.01 }),
  'sampling.epsilon': from({ type: 'sampling' }, { epsilon: 0.9 }),
  'stochastic-beam.width': from({ type: 'stochastic-beam' }, { width: 4 }),
  'stochastic-beam.seed': from({ type: 'stochastic-beam' }, { seed: 1 }),
  'exhaustive.nBest': from({ type: 'exhaustive' }, { nBest: 2 }),
  'exhaustive.maxRows': from({ type: 'exhaustive' }, { maxRows: 5 }),
  'minimum-bayes-risk.over': from(risk, { over: { type: 'beam', nBest: 3 } }),
  'minimum-bayes-risk.utility': from(risk, { utility: 'exact-match' }),
  'minimum-bayes-risk.weights': from(risk, { weights: 'uniform' }),
  'minimum-bayes-risk.nBest': from(risk, { nBest: 2 }),
  'scoring.lengthPenalty': scoring({}, { lengthPenalty: 'none' }),
  'scoring.wordReward': scoring({}, { wordReward: 0.5 }),
  'scoring.coverage': scoring({}, { coverage: 'wu' }),
  'scoring.eosNormalization': scoring({}, { eosNormalization: 2 }),
  'scoring.lengthPenalty.power.alpha': lengthPenalty('power', { alpha: 1 }),
  'scoring.lengthPenalty.wu.alpha': lengthPenalty('wu', { alpha: 1 }),
  'scoring.lengthPenalty.sockeye.alpha': lengthPenalty('sockeye', { alpha: 0.5 }),
  'scoring.lengthPenalty.sockeye.beta': lengthPenalty('sockeye', { beta: 5 }),
  'scoring.coverage.wu.beta': scoring({ coverage: 'wu' }, { coverage: { type: 'wu', beta: 1 } }),
  'scoring.coverage.summary.beta': scoring(
    { coverage: 'summary', ...long },
    { coverage: { type: 'summary', beta: 1 } },
  ),
  'limits.maxSteps': from({ type: 'beam' }, { limits: { maxSteps: 1 } }),
  'limits.timeLimitMs': from({ type: 'beam' }, { limits: { timeLimitMs: 1e-6 } }),
  'limits.maxLengthFactor': from({ type: 'beam' }, { limits: { maxLengthFactor: 0.3 } }),
};

let model: TextModel;
beforeAll(async () => {
  await useBackend('wasm');
  model = smallTextModel({ family: 'luong', direction: 'bidirectional' }, { seed: 4, scale: 1.2 });
});

/** All that a search says of some sources; what it refuses to do is an effect as well. */
const found = async (config: Config): Promise<string> => {
  const search = config as unknown as SearchConfigInput;
  const options = { search, maxLength: config['type'] === 'exhaustive' ? 3 : 6, alignments: false };
  try {
    return JSON.stringify(await translate(model, ['ab', 'cccda', 'd', 'abcd'], options));
  } catch (error) {
    return String(error);
  }
};

test.each(Object.entries(changes))('%s', async (_, [before, after]) => {
  const tensors = tf.memory().numTensors;
  const one = await found(before);
  expect(one).not.toMatch(/Error/);
  expect(await found(before)).toBe(one);
  expect(await found(after)).not.toBe(one);
  expect(tf.memory().numTensors).toBe(tensors);
});

test('each option there is has a line above', () => {
  const optionsOf = (prefix: string, shape: object): string[] => Object.keys(shape).map((key) => `${prefix}.${key}`);
  const ofTypes = (prefix: string, shapes: object): string[] =>
    Object.entries(shapes).flatMap(([type, shape]) => optionsOf(`${prefix}${type}`, shape as object));
  const all = [
    ...ofTypes('', shapesOfStrategies),
    ...optionsOf('minimum-bayes-risk', shapeOfMinimumBayesRisk),
    ...optionsOf('scoring', scoringShape),
    ...ofTypes('scoring.lengthPenalty.', shapesOfLengthPenalties),
    ...ofTypes('scoring.coverage.', shapesOfCoverages),
    ...optionsOf('limits', limitsShape),
  ];
  expect(Object.keys(changes).toSorted()).toEqual(all.toSorted());
});

describe.each(Object.keys(shapesOfSearches))('%s', (type) => {
  test('has scores and limits like the others', async () => {
    const isRisk = type === 'minimum-bayes-risk';
    const scored = { wordReward: 0.5 };
    const plain = await found({ type });
    // The scores of minimum Bayes risk are expected utilities; those of what it ranks count as little as their order.
    const withReward = { type, ...(isRisk ? { over: { type: 'beam', scoring: scored } } : { scoring: scored }) };
    expect(await found(withReward)).not.toBe(plain);
    expect(await found({ type, limits: { maxSteps: 1 } })).not.toBe(plain);
  });
});
