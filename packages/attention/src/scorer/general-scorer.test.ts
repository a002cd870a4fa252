import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { expectScores } from '../__fixtures__/expect-scores.ts';
import { dot, type Matrix, timesMatrix } from '../__fixtures__/float64-loops.ts';
import { generalScorer } from './general-scorer.ts';

test('is q W · m', () => {
  expectScores(
    generalScorer,
    {},
    (query, memory, { kernel }) => memory.map((m) => dot(timesMatrix(query, kernel as Matrix), m)),
    { names: ['kernel'] },
  );
});

test('refuses a query of another width', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = generalScorer.create({ querySize: 2, memorySize: 3 }, {}, store);
    const none = tf.zeros<tf.Rank.R2>([1, 4]);
    const score = () =>
      scorer.score(tf.zeros([1, 5]), tf.zeros([1, 4, 3]), {
        position: none,
        previous: none,
        coverage: none,
        notes: {},
      });
    expect(score).toThrow('generalScorer.score: query should be [B, 2]');
    store.dispose();
  });
});
