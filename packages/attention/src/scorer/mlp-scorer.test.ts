import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import { expect, test } from 'vitest';
import { expectScores } from '../__fixtures__/expect-scores.ts';
import { dot, type Matrix, timesMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { mlpScorer } from './mlp-scorer.ts';

test.each([1, 4])('is v · tanh(q Wq + m Wk), with %i units', (units) => {
  expectScores(
    mlpScorer,
    { units },
    (query, memory, { queryKernel, keyKernel, v }) => {
      const fromQuery = timesMatrix(query, queryKernel as Matrix);
      return memory.map((m) => {
        const hidden = timesMatrix(m, keyKernel as Matrix).map((x, a) => Math.tanh(x + (fromQuery[a] as number)));
        return dot(v as Vector, hidden);
      });
    },
    { names: ['queryKernel', 'keyKernel', 'v'] },
  );
});

test.each([0, -1, 2.5, Number.NaN])('refuses %d units', (units) => {
  const create = () => mlpScorer.create({ querySize: 3, memorySize: 4 }, { units }, createParameterStore(fromZeros));
  expect(create).toThrow(`mlp scorer: units is ${units}; give a whole number above 0.`);
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.units' }));
});
