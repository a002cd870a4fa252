import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import { expect, test } from 'vitest';
import { expectScores } from '../__fixtures__/expect-scores.ts';
import { dot } from '../__fixtures__/float64-loops.ts';
import { dotScorer } from './dot-scorer.ts';

test('is q · m', () => {
  expectScores(dotScorer, {}, (query, memory) => memory.map((m) => dot(query, m)), { equalSizes: true });
});

test('wants equal widths, and names both', () => {
  const create = () => dotScorer.create({ querySize: 3, memorySize: 4 }, {}, createParameterStore(fromZeros));
  expect(create).toThrow('dot scorer: query is 3 wide but memory is 4; use the general scorer or make them equal.');
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer' }));
});
