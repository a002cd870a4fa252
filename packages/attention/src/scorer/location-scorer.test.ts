import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { expectScores } from '../__fixtures__/expect-scores.ts';
import { type Matrix, timesMatrix } from '../__fixtures__/float64-loops.ts';
import { locationScorer } from './location-scorer.ts';

test.each([6, 9])('is the first S of q W, with a maxLength of %i', (maxLength) => {
  expectScores(
    locationScorer,
    { maxLength },
    (query, memory, { kernel }) => timesMatrix(query, kernel as Matrix).slice(0, memory.length),
    { names: ['kernel'] },
  );
});

test('refuses a longer source when it meets one, and names both lengths', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = locationScorer.create({ querySize: 2, memorySize: 3 }, { maxLength: 9 }, store);
    const prepare = () => scorer.prepare(tf.zeros([1, 12, 3]));
    expect(prepare).toThrow(
      'location scorer: source is 12 long but maxLength is 9; shorten the source or train with a larger maxLength.',
    );
    expect(prepare).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.maxLength' }));
    expect(scorer.prepare(tf.zeros([1, 9, 3])).shape).toEqual([1, 9, 3]);
    store.dispose();
  });
});

test.each([0, 1.5])('refuses a maxLength of %d', (maxLength) => {
  const create = () =>
    locationScorer.create({ querySize: 2, memorySize: 3 }, { maxLength }, createParameterStore(fromZeros));
  expect(create).toThrow(`location scorer: maxLength is ${maxLength}; give a whole number above 0.`);
});
