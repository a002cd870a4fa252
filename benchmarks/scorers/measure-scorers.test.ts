import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { expect, test } from 'vitest';
import type { BenchmarkCase } from '../cases.ts';
import { sections } from './arms.ts';
import { measureSection } from './measure-scorers.ts';

const tiny: BenchmarkCase = {
  ...{ sourceVocabulary: 6, targetVocabulary: 7, embedding: 4, units: 8 },
  ...{ batch: 2, sourceLength: 3, targetLength: 2 },
};

test('every arm trains, each round is timed, and all is given back', async () => {
  await useBackend('simd', { threads: 1 });
  const before = tf.memory().numTensors;
  // Both cells, with queries before and after, and the rest of attention.
  for (const section of sections(tiny).filter((_, i) => i % 3 === 0)) {
    const { title, arms } = await measureSection(section, tiny, { rounds: 2, signal: new AbortController().signal });
    expect([title, arms.map(({ name }) => name)]).toEqual([section.title, section.arms.map(({ name }) => name)]);
    for (const { cpuMs, wallMs } of arms) {
      expect([cpuMs.length, wallMs.length]).toEqual([2, 2]);
      for (const ms of [...cpuMs, ...wallMs]) expect(ms).toBeGreaterThanOrEqual(0);
    }
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('it stops when it is told to, and gives all back', async () => {
  await useBackend('simd', { threads: 1 });
  const [section] = sections(tiny);
  const before = tf.memory().numTensors;
  await expect(
    measureSection(section as NonNullable<typeof section>, tiny, { rounds: 2, signal: AbortSignal.abort() }),
  ).rejects.toThrow('aborted');
  expect(tf.memory().numTensors).toBe(before);
});
