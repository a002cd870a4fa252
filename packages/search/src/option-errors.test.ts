// Every option that is refused, with the whole of its message and the facts in the fields: a caller shows the one and reads the
// others. `as never` is what a caller without types may pass.

import { describe, expect, test } from 'vitest';
import { randomTableModel } from '../testing/index.ts';
import { regularExpression } from './constraint/regular-expression.ts';
import {
  bannedPhrases,
  beam,
  diverseBeam,
  ensemble,
  exhaustive,
  finiteState,
  greedy,
  lengthNormalization,
  maximumLength,
  minimumBayesRisk,
  minimumLength,
  noRepeatedNgrams,
  repetitionPenalty,
  requiredPhrases,
  reversedTarget,
  sampling,
  shallowFusion,
  sockeyeLengthPenalty,
  summaryCoverage,
  withLimits,
  wuCoverage,
  wuLengthPenalty,
} from './index.ts';
import { stochasticBeam } from './strategy/stochastic-beam.ts';
import { traced } from './trace/traced.ts';

type Facts = { readonly path: string; readonly expected: unknown; readonly actual: unknown };

const three = randomTableModel({ seed: 1, vocabularySize: 3 });
const four = randomTableModel({ seed: 1, vocabularySize: 4 });
const utility = () => 0;

const count = (path: string, value: number): [string, Facts] => [
  `${path}: must be a positive integer, got ${value}; 1 is the smallest.`,
  { path, expected: 'a positive integer', actual: value },
];
const option = (where: string, name: string, expected: string, actual: unknown, advice: string): [string, Facts] => [
  `${where}: ${name} must be ${expected}, got ${String(actual)}; ${advice}.`,
  { path: `${where}.${name}`, expected, actual },
];
const number = (where: string, name: string, range: string, actual: number, advice: string): [string, Facts] =>
  option(where, name, `a finite number ${range}`, actual, advice);

const share = 'leave it out to keep every token';
const alpha = '0 means no length penalty, a larger alpha prefers longer outputs';
const noPenalty = '0 means no coverage penalty';
const weights = 'give one for each of 2 models, and leave out what is not to count';
const otherSeed = 'give another one for other outputs';

const cases: readonly (readonly [...[string, Facts], () => unknown])[] = [
  [...count('beam.width', 0), () => beam({ width: 0 })],
  [...count('beam.width', 2 ** 53), () => beam({ width: 2 ** 53 })],
  [...count('beam.nBest', 1.5), () => beam({ width: 1, nBest: 1.5 })],
  [...count('diverseBeam.width', -2), () => diverseBeam({ width: -2, groups: 1 })],
  [...count('diverseBeam.groups', 0), () => diverseBeam({ width: 2, groups: 0 })],
  [...count('diverseBeam.nBest', 0), () => diverseBeam({ width: 2, groups: 2, nBest: 0 })],
  [...count('exhaustive.nBest', 0), () => exhaustive({ nBest: 0 })],
  [...count('exhaustive.maxRows', 0), () => exhaustive({ maxRows: 0 })],
  [...count('sampling.samples', 0), () => sampling({ samples: 0 })],
  [...count('sampling.topK', 0), () => sampling({ topK: 0 })],
  [...count('stochasticBeam.width', 0), () => stochasticBeam({ width: 0 })],
  [...count('minimumBayesRisk.nBest', 0), () => minimumBayesRisk({ over: greedy(), utility, nBest: 0 })],
  [...count('withLimits.maxSteps', 0), () => withLimits(greedy(), { maxSteps: 0 })],
  [...count('noRepeatedNgrams', 0), () => noRepeatedNgrams(0)],
  [...count('minimumLength', 0), () => minimumLength(0)],
  [...count('maximumLength', 0), () => maximumLength(0)],

  [
    ...option('beam', 'stop', 'one of bound, first, all', 'soon', 'bound loses nothing'),
    () => beam({ width: 1, stop: 'soon' as never }),
  ],
  [
    ...option('diverseBeam', 'groups', 'a divisor of the width 4', 3, 'each group has width / groups rows'),
    () => diverseBeam({ width: 4, groups: 3 }),
  ],
  [
    ...number('diverseBeam', 'strength', 'of at least 0', -0.1, '0 lets every group find the same'),
    () => diverseBeam({ width: 4, groups: 2, strength: -0.1 }),
  ],
  [
    ...option('minimumBayesRisk', 'weights', 'uniform or probability', 'equal', 'samples are uniform'),
    () => minimumBayesRisk({ over: greedy(), utility, weights: 'equal' as never }),
  ],
  [
    ...number('sampling', 'temperature', 'above 0', 0, 'use greedy() for the limit 0'),
    () => sampling({ temperature: 0 }),
  ],
  [
    ...number('sampling', 'temperature', 'above 0', Infinity, 'use greedy() for the limit 0'),
    () => sampling({ temperature: Infinity }),
  ],
  [...number('sampling', 'topP', 'above 0 and at most 1', 0, share), () => sampling({ topP: 0 })],
  [...number('sampling', 'minP', 'above 0 and at most 1', 1.1, share), () => sampling({ minP: 1.1 })],
  [...number('sampling', 'typicalP', 'above 0 and at most 1', -1, share), () => sampling({ typicalP: -1 })],
  [...number('sampling', 'epsilon', 'above 0 and at most 1', NaN, share), () => sampling({ epsilon: NaN })],
  [...number('sampling', 'seed', 'that is an integer', 0.5, otherSeed), () => sampling({ seed: 0.5 })],
  [
    ...number('stochasticBeam', 'seed', 'that is an integer', 1.5, otherSeed),
    () => stochasticBeam({ width: 1, seed: 1.5 }),
  ],
  [
    ...option(
      'withLimits',
      'timeLimitMs',
      'at least 0 and go with a clock',
      '5 and no clock',
      'give now, for example () => performance.now()',
    ),
    () => withLimits(greedy(), { timeLimitMs: 5 }),
  ],
  [
    ...option(
      'withLimits',
      'timeLimitMs',
      'at least 0 and go with a clock',
      '-1 and a clock',
      'give now, for example () => performance.now()',
    ),
    () => withLimits(greedy(), { timeLimitMs: -1, now: () => 0 }),
  ],

  [...number('lengthNormalization', 'alpha', 'of at least 0', -1, alpha), () => lengthNormalization(-1)],
  [...number('wuLengthPenalty', 'alpha', 'of at least 0', -1, alpha), () => wuLengthPenalty(-1)],
  [...number('sockeyeLengthPenalty', 'alpha', 'of at least 0', -1, alpha), () => sockeyeLengthPenalty(-1, 0)],
  [...number('sockeyeLengthPenalty', 'beta', 'of at least 0', -1, 'Wu has 5'), () => sockeyeLengthPenalty(1, -1)],
  [...number('wuCoverage', 'beta', 'of at least 0', -1, noPenalty), () => wuCoverage(-1)],
  [...number('summaryCoverage', 'beta', 'of at least 0', -1, noPenalty), () => summaryCoverage(-1)],
  [
    ...option(
      'beam',
      'lengthPenalty',
      'a function of the length',
      0.7,
      'for a power of the length use lengthNormalization(alpha)',
    ),
    () => beam({ width: 1, lengthPenalty: 0.7 as never }),
  ],
  [
    ...option(
      'reversedTarget',
      'lengthPenalty',
      'a function of the length',
      0.7,
      'for a power of the length use lengthNormalization(alpha)',
    ),
    () => reversedTarget({ reversed: [], lengthPenalty: 0.7 as never }),
  ],
  ...(
    [
      ['greedy', (options) => greedy(options)],
      ['beam', (options) => beam({ width: 1, ...options })],
      ['diverseBeam', (options) => diverseBeam({ width: 1, groups: 1, ...options })],
      ['exhaustive', (options) => exhaustive(options)],
      ['sampling', (options) => sampling(options)],
      ['stochasticBeam', (options) => stochasticBeam({ width: 1, ...options })],
      ['traced', (options) => traced(greedy(), () => {}, { scoring: options })],
    ] satisfies [string, (options: { wordReward?: number; eosNormalization?: number }) => unknown][]
  ).flatMap(([name, make]): [string, Facts, () => unknown][] => [
    [
      ...number(name, 'wordReward', 'of nats', NaN, '0 means no reward, below 0 it is a penalty'),
      () => make({ wordReward: NaN }),
    ],
    [
      ...number(name, 'eosNormalization', 'above 0', 0, 'leave it out to count the end of sentence once'),
      () => make({ eosNormalization: 0 }),
    ],
  ]),

  [...number('ensemble', 'weights[1]', 'above 0', 0, weights), () => ensemble([four, four], { weights: [1, 0] })],
  [...number('ensemble', 'weights[1]', 'above 0', NaN, weights), () => ensemble([four, four], { weights: [1, NaN] })],
  [...number('ensemble', 'weights[2]', 'above 0', NaN, weights), () => ensemble([four, four], { weights: [1, 2, 3] })],
  [
    'ensemble: mode must be linear or log-linear, got best; linear is the default.',
    { path: 'ensemble.mode', expected: 'linear or log-linear', actual: 'best' },
    () => ensemble([four], { mode: 'best' as never }),
  ],
  [
    'ensemble: models must have the same vocabulary, got sizes 4, 3; combine models whose outputs have the same tokens.',
    { path: 'ensemble', expected: 4, actual: [4, 3] },
    () => ensemble([four, three]),
  ],
  [
    'ensemble: models must have the same vocabulary, got no model; combine models whose outputs have the same tokens.',
    { path: 'ensemble', expected: undefined, actual: [] },
    () => ensemble([]),
  ],
  [
    'shallowFusion: models must have the same vocabulary, got sizes 3, 4; combine models whose outputs have the same tokens.',
    { path: 'shallowFusion', expected: 3, actual: [3, 4] },
    () => shallowFusion(three, four, { weight: 1 }),
  ],
  [
    ...number('shallowFusion', 'weight', 'above 0', 0, 'leave the language model out for 0'),
    () => shallowFusion(four, four, { weight: 0 }),
  ],
  ...[-1, 0.5, 4].map((endByModel): [string, Facts, () => unknown] => [
    ...number(
      'shallowFusion',
      'endByModel',
      'that is a token below 4',
      endByModel,
      'leave it out for both to score the end',
    ),
    () => shallowFusion(four, four, { weight: 1, endByModel }),
  ]),

  [...number('repetitionPenalty', 'factor', 'of at least 1', 0.9, '1 is no penalty'), () => repetitionPenalty(0.9)],
  ...(
    [
      ['bannedPhrases', bannedPhrases],
      ['requiredPhrases', requiredPhrases],
    ] as const
  ).map(([path, make]): [string, Facts, () => unknown] => [
    `${path}: phrases must have tokens, got none in phrase 1; leave it out.`,
    { path, expected: 'at least one token', actual: [] },
    () => make([[1], []]),
  ]),
  [
    // 4,096 tokens leave 2,048 states for 2 ** 23 places in the table.
    'finiteState: must have at most 2048 states with 4096 tokens to tell apart, got more; ask for less at once.',
    { path: 'finiteState', expected: 2048, actual: 4097 },
    () => finiteState<number>({ start: 0, vocabularySize: 4096, next: (_, token) => token + 1, accepts: () => true }),
  ],
  [
    'regularExpression: the pattern must be a regular expression without ^, $ and what looks around or back, got “^a” in ^a; whole texts are matched anyway.',
    { path: 'regularExpression', expected: 'a regular expression', actual: '^a' },
    () => regularExpression('^a', ['', 'a']),
  ],
  [
    'regularExpression: some sequence of tokens must match b+, got 2 texts of which none does; check how texts begin words, and the separator.',
    { path: 'regularExpression', expected: 'texts that match', actual: 'b+' },
    () => regularExpression('b+', ['', 'a']),
  ],
];

test.each(cases)('%s', (message, facts, make) => {
  expect(make).toThrow(expect.objectContaining({ name: 'SearchError', message, ...facts }));
});

describe('what is just within its range is taken', () => {
  const within: readonly (readonly [string, () => unknown])[] = [
    ['shares', () => sampling({ topP: 1, minP: 1, typicalP: 1, epsilon: 1, topK: 1, samples: 1, seed: -1 })],
    [
      'no penalty',
      () => [lengthNormalization(0), wuLengthPenalty(0), sockeyeLengthPenalty(0, 0), wuCoverage(0), summaryCoverage(0)],
    ],
    ['no price', () => diverseBeam({ width: 2, groups: 2, strength: 0 })],
    ['no repetition penalty', () => repetitionPenalty(1)],
    [
      'the first and the last token as the end',
      () => [0, 3].map((endByModel) => shallowFusion(four, four, { weight: 1, endByModel })),
    ],
    ['no time', () => withLimits(greedy(), { timeLimitMs: 0, now: () => 0 })],
    ['a clock without a limit', () => withLimits(greedy(), { now: () => 0 })],
    ['the largest count', () => beam({ width: Number.MAX_SAFE_INTEGER })],
  ];
  test.each(within)('%s', (_, make) => {
    expect(make).not.toThrow();
  });
});
