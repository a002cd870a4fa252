import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyStudy } from './__fixtures__/tiny-study.ts';
import { planOf, type RunPlan } from './learning-run.ts';
import { partialRun } from './partial-run.ts';
import type { Arm, LearningData, Study } from './study.ts';
import { dataOf, trainArm } from './train-arm.ts';

beforeAll(() => useBackend('wasm'));

const folder = mkdtempSync(join(tmpdir(), 'learning-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;
const silent = (): void => undefined;
const [withAttention, without] = tinyStudy.arms as readonly [Arm, Arm];
const data = (seed: number): LearningData => dataOf(tinyStudy.data as NonNullable<Study['data']>, seed);

test('the data of a seed are the same for all arms, and others for another seed', () => {
  expect(data(1)).toEqual(data(1));
  expect(data(2)).not.toEqual(data(1));
});

test('an arm is trained for all its steps and measured, and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  const plan = planOf(tinyStudy, withAttention, 1);
  const result = await trainArm(plan, data(1), { signal: never, onProgress: silent });
  expect(result).toMatchObject({ ...plan, steps: 12 });
  const [tested] = result?.tests ?? [];
  expect(tested).toMatchObject({ name: 'test', examples: 20 });
  const right = (tested?.byLength ?? []).reduce((sum, group) => sum + group.right, 0);
  expect(right).toBe(Math.round((tested?.exact ?? -1) * 20));
  expect(tested?.alignmentErrorRate).toBeGreaterThanOrEqual(0);
  // Embeddings of (4 letters + 4 special tokens) × 8 on either side, and 17 wide rows into as many logits, at least.
  expect(result?.weights).toBeGreaterThan(2 * 8 * 8 + 17 * 8);
  expect(tf.memory().numTensors).toBe(before);
});

test('without attention there is no alignment error', async () => {
  const result = await trainArm(planOf(tinyStudy, without, 1), data(1), { signal: never, onProgress: silent });
  expect(result?.tests[0]).not.toHaveProperty('alignmentErrorRate');
});

test('stopped and begun again ends like one that was never stopped', async () => {
  const before = tf.memory().numTensors;
  const plan = planOf(tinyStudy, withAttention, 2);
  const partial = partialRun(folder, plan);
  const whole = await trainArm(plan, data(2), { signal: never, onProgress: silent });

  // A signal that aborts after it was looked at a few times, as one is before each step: in the middle, without a clock.
  let looks = 0;
  const stopping = {
    get aborted() {
      return ++looks > 6;
    },
  } as AbortSignal;
  expect(await trainArm(plan, data(2), { signal: stopping, onProgress: silent, partial })).toBeUndefined();
  const kept = await partial.load();
  expect(kept?.checkpoint.progress.step).toBeGreaterThan(0);
  expect(kept?.checkpoint.progress.step).toBeLessThan(12);

  const resumed = await trainArm(plan, data(2), { signal: never, onProgress: silent, partial });
  expect(resumed?.tests).toEqual(whole?.tests);
  expect(resumed?.steps).toBe(12);
  expect(readdirSync(folder)).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
});

test('a goal ends training as soon as it is reached, and says if it never was', async () => {
  const run = (exact: number) => {
    const plan: RunPlan = { ...planOf(tinyStudy, withAttention, 1), goal: { exact, everySteps: 5 } };
    return trainArm(plan, data(1), { signal: never, onProgress: silent });
  };
  expect(await run(0)).toMatchObject({ isGoalReached: true, steps: 5 });
  expect(await run(1.1)).toMatchObject({ isGoalReached: false, steps: 12 });
});
