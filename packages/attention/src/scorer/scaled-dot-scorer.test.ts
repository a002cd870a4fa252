import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import { expect, test } from 'vitest';
import { expectScores } from '../__fixtures__/expect-scores.ts';
import { dot } from '../__fixtures__/float64-loops.ts';
import { scaledDotScorer } from './scaled-dot-scorer.ts';

test('is q · m / √Q', () => {
  const formula = (query: readonly number[], memory: readonly (readonly number[])[]) =>
    memory.map((m) => dot(query, m) / Math.sqrt(query.length));
  expectScores(scaledDotScorer, {}, formula, { equalSizes: true });
});

test('wants equal widths, and names both', () => {
  const create = () => scaledDotScorer.create({ querySize: 6, memorySize: 12 }, {}, createParameterStore(fromZeros));
  expect(create).toThrow(
    'scaled-dot scorer: query is 6 wide but memory is 12; use the general scorer or make them equal.',
  );
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer' }));
});
