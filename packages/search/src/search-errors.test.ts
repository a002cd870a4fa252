// What ends a search with an error of ours, with the whole of its message and the facts in the fields: a caller shows the one and
// reads the others.

import { describe } from 'vitest';
import { tableModel } from '../testing/index.ts';
import { type ErrorCase, expectErrors, expectTaken, smallTask } from './__fixtures__/error-cases.ts';
import {
  beam,
  ensemble,
  exhaustive,
  greedy,
  minimumBayesRisk,
  prefixModel,
  rerank,
  search,
  wuCoverage,
  type Expansion,
  type Hypothesis,
  type SearchStrategy,
  type StepModel,
} from './index.ts';

const log = (...probabilities: readonly number[]) => Float32Array.from(probabilities, Math.log);

/** Two sources of a model of two tokens that gives these answers, one behind another, and then the last one. */
function answering(answers: readonly object[], strategy: SearchStrategy = greedy()) {
  return () => {
    let step = 0;
    const model = {
      vocabularySize: 2,
      step: () => ({ ...(answers[step++] ?? answers.at(-1)!), state: null }),
      reorder: () => null,
      release: () => {},
    };
    return search(model as unknown as StepModel<null>, null, { ...smallTask, sources: 2 }, strategy);
  };
}
const going = log(0.2, 0.8, 0.2, 0.8);
const aligned = (length: number) => ({ logProbs: going, alignment: new Float32Array(length) });
const choosing = (rows: readonly number[], tokens: readonly number[], best: Hypothesis[][] = [[], []]) => {
  const expansion: Expansion = { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
  return answering([{ logProbs: going }], { begin: () => ({ advance: () => expansion, best: () => best }) });
};

/** One source and five tokens, of which token 1 ends; a beam of two asks for two candidates. */
function giving(tokens: readonly number[] | undefined, logProbs: readonly number[], eosLogProbs: readonly number[]) {
  return () => {
    const candidates = {
      ...(tokens && { tokens: Int32Array.from(tokens) }),
      logProbs: Float32Array.from(logProbs),
      eosLogProbs: Float32Array.from(eosLogProbs),
    };
    const model = { vocabularySize: 5, step: () => ({ candidates, state: null }), reorder: () => null, release() {} };
    return search(model as unknown as StepModel<null>, null, { ...smallTask, eos: 1 }, beam({ width: 2 }));
  };
}

const scored = (strategy: SearchStrategy, parts: object = {}, alignment?: () => number[]) => {
  return () => {
    const model = tableModel({
      vocabularySize: 2,
      nextProbabilities: () => [0.5, 0.5],
      ...(alignment && { alignment }),
    });
    return search(model, model.start(1), { ...smallTask, ...parts }, strategy);
  };
};

const live = 'return one row of log-probabilities per live row';
const steady = 'return one row of equal length per live row, at every step or at none';
const asMany = 'return as many candidates as requested for each live row, and what its end of sentence has';
const sorted = "sort each row's candidates, the best first";

const ofModels: readonly ErrorCase[] = [
  [
    `model.step, step 0: logProbs must have 2 rows · 2 tokens = 4 values, got 3; ${live}.`,
    { path: 'logProbs', step: 0, expected: 4, actual: 3 },
    answering([{ logProbs: new Float32Array(3) }]),
  ],
  [
    `model.step, step 1: logProbs must have 2 rows · 2 tokens = 4 values, got none; ${live}.`,
    { path: 'logProbs', step: 1, expected: 4, actual: undefined },
    answering([{ logProbs: going }, {}]),
  ],
  [
    `ensemble, model 1: logProbs must have 1 rows · 2 tokens = 2 values, got 3; ${live}.`,
    { path: 'logProbs', expected: 2, actual: 3 },
    () => {
      const right = prefixModel({ vocabularySize: 2, logProbs: () => log(0.5, 0.5) });
      const wrong = prefixModel({ vocabularySize: 2, logProbs: () => new Float32Array(3) });
      return search(ensemble([right, wrong]), [right.start(1), wrong.start(1)], smallTask, greedy());
    },
  ],
  [
    'ensemble, model 0, row 0: the log-probability of token 1 must be at most 0, got 3; return log-probabilities (log-softmax), not logits or probabilities.',
    { path: 'logProbs', row: 0, expected: 'a number <= 0', actual: 3 },
    () => {
      const wrong = prefixModel({ vocabularySize: 2, logProbs: () => Float32Array.of(-1, 3) });
      return search(ensemble([wrong, wrong]), [wrong.start(1), wrong.start(1)], smallTask, greedy());
    },
  ],
  [
    'model.step, step 0, row 1: the log-probability of token 0 must be at most 0, got NaN; look for an overflow or a division by zero.',
    { path: 'logProbs', step: 0, row: 1, expected: 'a number <= 0', actual: NaN },
    answering([{ logProbs: Float32Array.of(-1, -1, NaN, -1) }]),
  ],
  [
    'model.step, step 0, row 0: the log-probability of token 1 must be at most 0, got 0.5; return log-probabilities (log-softmax), not logits or probabilities.',
    { path: 'logProbs', step: 0, row: 0, expected: 'a number <= 0', actual: 0.5 },
    answering([{ logProbs: Float32Array.of(-1, 0.5, -1, -1) }], exhaustive()),
  ],
  [
    `model.step, step 0: alignment must be 2 rows · S source positions values, got 3; ${steady}.`,
    { path: 'alignment', step: 0, expected: '2 rows · S source positions values', actual: 3 },
    answering([aligned(3)]),
  ],
  [
    `model.step, step 1: alignment must be 2 rows · 3 source positions = 6 values, got 8; ${steady}.`,
    { path: 'alignment', step: 1, expected: '2 rows · 3 source positions = 6 values', actual: 8 },
    answering([aligned(6), aligned(8)]),
  ],
  [
    `model.step, step 1: alignment must be 2 rows · 3 source positions = 6 values, got none; ${steady}.`,
    { path: 'alignment', step: 1, expected: '2 rows · 3 source positions = 6 values', actual: undefined },
    answering([aligned(6), { logProbs: going }]),
  ],
  [
    `model.step, step 1: alignment must be absent, as at the steps before, got 6; ${steady}.`,
    { path: 'alignment', step: 1, expected: 'absent, as at the steps before', actual: 6 },
    answering([{ logProbs: going }, aligned(6)]),
  ],
  [
    'model.step, step 0: logProbs must be given, got candidates; give candidates only where they are requested.',
    { path: 'candidates', step: 0, expected: 'logProbs', actual: 'candidates' },
    answering([{ candidates: {} }], exhaustive()),
  ],
  [
    `model.step, step 0: candidates.tokens must have 1 rows · 2 = 2 values, got 3; ${asMany}.`,
    { path: 'candidates.tokens', step: 0, expected: 2, actual: 3 },
    giving([2, 3, 4], [-1, -2], [-3]),
  ],
  [
    `model.step, step 0: candidates.tokens must have 1 rows · 2 = 2 values, got none; ${asMany}.`,
    { path: 'candidates.tokens', step: 0, expected: 2, actual: undefined },
    giving(undefined, [-1, -2], [-3]),
  ],
  [
    `model.step, step 0: candidates.logProbs must have 1 rows · 2 = 2 values, got 1; ${asMany}.`,
    { path: 'candidates.logProbs', step: 0, expected: 2, actual: 1 },
    giving([2, 3], [-1], [-3]),
  ],
  [
    `model.step, step 0: candidates.eosLogProbs must have 1 rows · 1 = 1 values, got 0; ${asMany}.`,
    { path: 'candidates.eosLogProbs', step: 0, expected: 1, actual: 0 },
    giving([2, 3], [-1, -2], []),
  ],
  [
    `model.step, step 0, row 0: candidate 1 must be a token from 0 to 4 other than the end of sentence 1, got token 5 with -2; ${sorted}.`,
    {
      path: 'candidates.tokens',
      step: 0,
      row: 0,
      expected: 'a token from 0 to 4 other than the end of sentence 1',
      actual: 5,
    },
    giving([2, 5], [-1, -2], [-3]),
  ],
  [
    `model.step, step 0, row 0: candidate 1 must be worse than token 2 before it, which has -2, or as good and a larger token, got token 3 with -1; ${sorted}.`,
    {
      path: 'candidates.tokens',
      step: 0,
      row: 0,
      expected: 'worse than token 2 before it, which has -2, or as good and a larger token',
      actual: 3,
    },
    giving([2, 3], [-2, -1], [-3]),
  ],
  [
    'model.step, step 0, row 0: the log-probability of token 1 must be at most 0, got NaN; look for an overflow or a division by zero.',
    { path: 'candidates.eosLogProbs', step: 0, row: 0, expected: 'a number <= 0', actual: NaN },
    giving([2, 3], [-1, -2], [NaN]),
  ],
  [
    'model.step, step 0, row 0: the log-probability of token 3 must be at most 0, got NaN; look for an overflow or a division by zero.',
    { path: 'candidates.logProbs', step: 0, row: 0, expected: 'a number <= 0', actual: NaN },
    giving([2, 3], [-1, NaN], [-3]),
  ],
  [
    'prefixModel.step: expected a last token for each of 2 rows, got 1; start with as many sources as are searched.',
    { path: 'lastTokens', expected: 2, actual: 1 },
    () => {
      const model = prefixModel({ vocabularySize: 2, logProbs: () => going });
      return search(model, model.start(2), smallTask, greedy());
    },
  ],
];

const ofStrategies: readonly ErrorCase[] = [
  [
    'strategy.advance, step 0: rows and tokens must be equally many and not empty, got 2 and 1; return undefined when every source is done.',
    { path: 'expansion', step: 0, expected: 2, actual: 1 },
    choosing([0, 1], [1]),
  ],
  [
    'strategy.advance, step 0: rows[1] must be from 0 to 1, got 2; rows are those of the step just scored.',
    { path: 'expansion.rows', step: 0, expected: '0 to 1', actual: 2 },
    choosing([0, 2], [1, 1]),
  ],
  [
    'strategy.advance, step 0: tokens[0] must be from 0 to 1, got -1; rows are those of the step just scored.',
    { path: 'expansion.tokens', step: 0, expected: '0 to 1', actual: -1 },
    choosing([0, 1], [-1, 1]),
  ],
  [
    'strategy.best: must give one list of hypotheses for each of 2 sources, got 3; give an empty list for a source without any.',
    { path: 'best', expected: 2, actual: 3 },
    choosing([0, 1], [1, 1], [[], [], []]),
  ],
  [
    'strategy.candidatesPerRow: must be a positive integer, got 0; 1 is the smallest.',
    { path: 'strategy.candidatesPerRow', expected: 'a positive integer', actual: 0 },
    answering([{ logProbs: going }], { ...greedy(), candidatesPerRow: 0 }),
  ],
  [
    'exhaustive: the next step would need more than 1 rows; use a smaller vocabulary, maxLength or number of sources, a larger maxRows, or beam search.',
    { path: 'exhaustive.maxRows', expected: 1, actual: undefined },
    answering([{ logProbs: going }], exhaustive({ maxRows: 1 })),
  ],
  [
    'minimumBayesRisk: utility must be a function that gives finite numbers, got NaN; return 0 where outputs cannot be compared.',
    { path: 'minimumBayesRisk.utility', expected: 'a function that gives finite numbers', actual: NaN },
    answering([{ logProbs: going }], minimumBayesRisk({ over: greedy(), utility: () => NaN })),
  ],
  [
    'lengthPenalty: must give a positive finite number for every length, got -1 for length 1; return 1 for no penalty.',
    { path: 'lengthPenalty', expected: 'a positive finite number', actual: -1 },
    answering([{ logProbs: going }], greedy({ lengthPenalty: () => -1 })),
  ],
  [
    'beam: coverage must be left out where sources have no known length, got no length; give sourceLengths in the task.',
    { path: 'beam.coverage', expected: 'left out where sources have no known length', actual: 'no length' },
    scored(beam({ width: 1, coverage: wuCoverage(1) }), {}, () => [1]),
  ],
  [
    'beam: eosNormalization must be left out where sources have no known length, got no length; give sourceLengths in the task.',
    { path: 'beam.eosNormalization', expected: 'left out where sources have no known length', actual: 'no length' },
    scored(beam({ width: 1, eosNormalization: 1 })),
  ],
  [
    'beam: coverage must be left out unless alignments have a weight for each of 2 positions, got 1; use a model that gives alignments.',
    {
      path: 'beam.coverage',
      expected: 'left out unless alignments have a weight for each of 2 positions',
      actual: 1,
    },
    scored(beam({ width: 1, coverage: wuCoverage(1) }), { sourceLengths: [2] }, () => [1]),
  ],
  [
    'rerank, hypothesis 1: the score must be a number, got NaN; give a log-probability for each hypothesis of the list.',
    { path: 'rerank', expected: 'a number', actual: NaN },
    async () => {
      const hypothesis = { tokens: [0], tokenLogProbs: [-1], logProb: -1, score: -1, finished: true };
      return rerank([hypothesis, hypothesis], (_, place) => [0][place] ?? NaN);
    },
  ],
];

describe.each<[string, readonly ErrorCase[]]>([
  ['models', ofModels],
  ['strategies', ofStrategies],
])('what %s do wrong', (_, cases) => {
  expectErrors(cases);
});

describe('what is just within its range is taken', () => {
  expectTaken([
    ['as many rows as there may be', scored(exhaustive({ maxRows: 1 }))],
    ['no more than a hundredth above 0', answering([{ logProbs: Float32Array.of(-5, 0.0099, -5, 0.0099) }])],
  ]);
});
