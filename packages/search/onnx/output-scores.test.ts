import { expect, test } from 'vitest';
import { seededNumbers } from '../src/random/seeded-numbers.ts';
import { logProbsOf } from './output-scores.ts';

/** Computed with the definition: the logarithm of a share. */
const shares = (row: readonly number[]): number[] => {
  const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
  return row.map((logit) => Math.log(Math.exp(logit) / sum));
};

test('logits become shares of their row', () => {
  const random = seededNumbers(1);
  for (let round = 0; round < 50; round++) {
    const rows = Array.from({ length: 3 }, () => Array.from({ length: 6 }, () => 20 * random() - 10));
    const logProbs = logProbsOf(Float64Array.from(rows.flat()), 'logits', 6);
    for (const [index, expected] of rows.flatMap(shares).entries()) expect(logProbs[index]).toBeCloseTo(expected, 5);
  }
});

test('logits that no exponential can hold, and tokens that are impossible', () => {
  // exp(1000) is Infinity; two equal ones are a half each.
  const logProbs = logProbsOf(Float32Array.of(1000, 1000, -Infinity, -2000, -Infinity, -2000), 'logits', 3);
  const half = Math.fround(Math.log(0.5));
  expect([...logProbs]).toEqual([half, half, -Infinity, half, -Infinity, half]);
});

test('a row without any possible token stays one, and no number stays none', () => {
  expect([...logProbsOf(Float32Array.of(-Infinity, -Infinity), 'logits', 2)]).toEqual([-Infinity, -Infinity]);
  expect([...logProbsOf(Float32Array.of(Number.NaN, 1), 'logits', 2)]).toEqual([Number.NaN, Number.NaN]);
});

test('log-probabilities are taken as they are, probabilities as their logarithms', () => {
  expect([...logProbsOf(Float32Array.of(-1, -Infinity), 'logProbs', 2)]).toEqual([-1, -Infinity]);
  expect([...logProbsOf(Float32Array.of(1, 0), 'probabilities', 2)]).toEqual([0, -Infinity]);
});

test('the numbers of the network are left alone', () => {
  const values = Float32Array.of(-1, -2);
  for (const kind of ['logits', 'logProbs', 'probabilities'] as const) logProbsOf(values, kind, 2).fill(7);
  expect([...values]).toEqual([-1, -2]);
});
