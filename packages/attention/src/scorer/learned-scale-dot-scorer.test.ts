import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromSeed, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps, type StepFormula } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot } from '../__fixtures__/float64-loops.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { dotScorer } from './dot-scorer.ts';
import { learnedScaleDotScorer } from './learned-scale-dot-scorer.ts';

const formula: StepFormula = (query, memory, { scale }) => memory.map((m) => Number(scale) * dot(query, m));

test('is g · (q · m)', () => {
  expectSteps(learnedScaleDotScorer, {}, formula, { equalSizes: true, names: ['scale'] });
});

test('its gradients are the slopes of the formula', () => {
  expectStepGradients(learnedScaleDotScorer, {}, formula, { querySize: 3, memorySize: 3 });
});

test('with a scale of a half, by hand; with that of the beginning it is the dot scorer', () => {
  expectTidy(() => {
    const sizes = { querySize: 2, memorySize: 2 };
    const store = createParameterStore(fromSeed(1));
    const scorer = learnedScaleDotScorer.create(sizes, {}, store);
    const query = tf.tensor2d([[1, 2]]);
    const keys = scorer.prepare(
      tf.tensor3d([
        [
          [3, 4],
          [0, -1],
        ],
      ]),
    );
    const dots = dotScorer.create(sizes, {}, store).score(query, keys, noHistory(1, 2));
    expectNumbers(scorer.score(query, keys, noHistory(1, 2)), dots.arraySync());
    for (const [, scale] of store.entries()) scale.assign(tf.scalar(0.5));
    // (3 + 8) / 2 and −2 / 2.
    expectNumbers(scorer.score(query, keys, noHistory(1, 2)), [[5.5, -1]]);
    store.dispose();
  });
});

test('wants equal widths, and names both', () => {
  const create = () =>
    learnedScaleDotScorer.create({ querySize: 6, memorySize: 12 }, {}, createParameterStore(fromZeros));
  expect(create).toThrow(
    'learned-scale-dot scorer: query is 6 wide but memory is 12; use the general scorer or make them equal.',
  );
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer' }));
});
