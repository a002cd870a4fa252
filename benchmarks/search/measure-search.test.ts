import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { describe, expect, test } from 'vitest';
import type { BenchmarkCase } from '../cases.ts';
import { measureDecodeShare } from './decode-share.ts';
import { measureArms } from './measure-search.ts';
import { preparedModel } from './prepared-model.ts';
import { limited, reading, searchArms } from './search-arms.ts';

const signal = new AbortController().signal;

test('every arm goes through all rows, and each round is timed', async () => {
  const arms = searchArms({ vocabularySize: 300, beamWidth: 5, sources: 2, steps: 4 });
  const names = arms.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of [...limited, reading]) expect(names).toContain(name);
  for (const { name, work } of arms) {
    const rows = await work();
    expect(rows).toBeGreaterThanOrEqual(name === 'greedy' ? 2 : 2 + 5); // the first step has one row for each source
    expect(rows).toBeLessThanOrEqual(2 * 5 * 4);
  }
  const times = await measureArms(arms, { rounds: 2, signal });
  expect(times.map(({ name, microseconds }) => [name, microseconds.length])).toEqual(names.map((name) => [name, 2]));
});

test('it stops when it is told to', async () => {
  const arms = searchArms({ vocabularySize: 30, beamWidth: 2, sources: 1, steps: 1 });
  await expect(measureArms(arms, { rounds: 1, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
});

describe('the prepared model', () => {
  test('its rows are normalised, and its candidates are the best of them', async () => {
    const [V, eos, k] = [40, 3, 4];
    const model = preparedModel({ vocabularySize: V, rows: 2, eos, candidates: k });
    const lastTokens = new Int32Array(2);
    const full: Float32Array[] = [];
    for (let step = 0; step < 6; step++) full.push((await model.step(null, lastTokens)).logProbs as Float32Array);
    for (const logProbs of full) {
      for (let row = 0; row < 2; row++) {
        const ofRow = logProbs.subarray(row * V, (row + 1) * V);
        expect(ofRow.reduce((sum, each) => sum + Math.exp(each), 0)).toBeCloseTo(1, 4);
        expect(Math.max(...ofRow)).toBeLessThanOrEqual(0);
      }
      const { candidates } = await model.step(null, lastTokens, { count: k, eos });
      for (const [at, token] of candidates!.tokens.entries()) {
        const ofRow = logProbs.subarray(Math.floor(at / k) * V);
        expect(candidates!.logProbs[at]).toBe(ofRow[token]);
        const better = [...ofRow.subarray(0, V).keys()].filter(
          (other) => other !== eos && ofRow[other]! > ofRow[token]!,
        );
        expect(better).toHaveLength(at % k);
      }
    }
    expect(model.counted.rows).toBe(24);
  });
});

test('of decoding, the model has its part, and all is given back', async () => {
  await useBackend('simd', { threads: 1 });
  const shapes: BenchmarkCase = {
    ...{ sourceVocabulary: 12, targetVocabulary: 17, embedding: 4, units: 8 },
    ...{ batch: 2, sourceLength: 3, targetLength: 3 },
  };
  const before = tf.memory().numTensors;
  const shares = await measureDecodeShare({ shapes, beamWidth: 2, batch: 2, rounds: 2, signal });
  expect(shares.map(({ name, times }) => [name, times.length])).toEqual([
    ['candidates', 2],
    ['full scores', 2],
  ]);
  for (const { times } of shares) {
    for (const { whole, model } of times) {
      expect(model).toBeGreaterThan(0);
      expect(model).toBeLessThan(whole);
    }
  }
  expect(tf.memory().numTensors).toBe(before);
});
