import { createRandom, saveParameters } from '@seq2seq/core';
import type { StepReport } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { nextLogProbs } from '../__fixtures__/teacher-forced.ts';
import { reversalModel, reversalPairs } from '../__fixtures__/reversal.ts';
import { families, smallTextModel } from '../__fixtures__/small-models.ts';
import { type BackendName, useBackend } from '../backend/use-backend.ts';
import { type PairBatch, pairBatches } from './pair-batches.ts';
import { createTextTrainer, type TokenPair } from './text-trainer.ts';
import { trainableModel } from './trainable.ts';

beforeEach(() => useBackend('wasm'));

const smallPairs: readonly TokenPair[] = ['abcd', 'a', 'dcba', 'bb'].map((text) => ({
  source: [...text],
  target: [...text].map((letter) => 'wxyz'['abcd'.indexOf(letter)] ?? ''),
}));

describe('the loss', () => {
  test.each(families)('is minus the log-probability of each right token, padding aside: %s', async (family) => {
    const textModel = smallTextModel({ family, direction: 'bidirectional' });
    const learner = createTextTrainer(textModel, { pairs: smallPairs });
    let sum = 0;
    let tokens = 0;
    for (const { source, target } of smallPairs) {
      const ids = [...textModel.target.vocabulary.encode(target), textModel.target.vocabulary.eos];
      for (const [position, id] of ids.entries()) {
        sum -= nextLogProbs(textModel, source.join(''), [ids.slice(0, position)])[0]?.[id] ?? Number.NaN;
        tokens++;
      }
    }
    expect(await learner.evaluate(smallPairs)).toBeCloseTo(sum / tokens, 5);
    learner.dispose();
    textModel.dispose();
  });

  test('is divided by tokens or by sentences', () => {
    const textModel = smallTextModel({ family: 'luong' });
    const { vocabulary } = textModel.source;
    const batch = [
      { source: [4, 3], target: [4, 5, 6, 3] },
      { source: [5, 3], target: [7, 3] },
    ];
    const options = { labelSmoothing: 0.1, source: vocabulary, target: textModel.target.vocabulary };
    const weightOf = (loss: 'per-token' | 'per-sentence'): readonly number[] =>
      tf.tidy(() => {
        const { tokens, weight } = trainableModel(textModel.model, { ...options, loss }).loss(batch, {
          training: false,
        });
        return [tokens, weight] as never;
      });
    expect(weightOf('per-token')).toEqual([6, 6]);
    expect(weightOf('per-sentence')).toEqual([6, 2]);
    textModel.dispose();
  });

  test('is measured without smoothing and dropout, however it is taught', async () => {
    const pairs = reversalPairs(20);
    const [smooth, plain] = [
      reversalModel(pairs, { units: 4, dropout: 0.5, training: { labelSmoothing: 0.3 } }),
      reversalModel(pairs, { units: 4 }),
    ];
    const [one, other] = [createTextTrainer(smooth, { pairs }), createTextTrainer(plain, { pairs })];
    expect(await one.evaluate(pairs)).toBe(await other.evaluate(pairs));
    for (const owner of [one, other, smooth, plain]) owner.dispose();
  });
});

describe('the batches', () => {
  test('are every pair of each epoch once, and fit takes the same', async () => {
    const pairs = reversalPairs(20);
    const trained = async (
      isWatched: boolean,
    ): Promise<readonly [number, Awaited<ReturnType<typeof saveParameters>>]> => {
      const textModel = reversalModel(pairs, { units: 4, training: { batchSize: 6 } });
      const learner = createTextTrainer(textModel, { pairs });
      let seen = 0;
      const watched = async function* (epoch: number): AsyncGenerator<PairBatch> {
        for await (const batch of learner.batches(epoch)) {
          seen += batch.length;
          yield batch;
        }
      };
      await (isWatched ? learner.trainer.fit(watched, { maxEpochs: 2 }) : learner.fit({ maxEpochs: 2 }));
      const weights = await saveParameters(textModel.model.parameters);
      for (const owner of [learner, textModel]) owner.dispose();
      return [seen, weights];
    };
    const [[seen, weights], [, same]] = [await trained(true), await trained(false)];
    expect(seen).toBe(2 * pairs.length);
    expect(weights).toEqual(same);
  });
});

describe('a step', () => {
  test.each(families)('leaves no tensor behind: %s', async (family) => {
    const textModel = smallTextModel({ family, cell: 'lstm', layers: 2, dropout: 0.2, direction: 'bidirectional' });
    const counts: number[] = [];
    const learner = createTextTrainer(textModel, {
      pairs: smallPairs,
      callbacks: [{ onStepEnd: () => void counts.push(tf.memory().numTensors) }],
    });
    const before = tf.memory().numTensors;
    await learner.fit({ maxSteps: 5 });
    expect(counts).toEqual([before, before, before, before, before]);
    await learner.evaluate(smallPairs);
    await learner.trainer.snapshot();
    expect(tf.memory().numTensors).toBe(before);
    learner.dispose();
    textModel.dispose();
  });

  test('is the same on every backend', async () => {
    const pairs = reversalPairs(60);
    const lossesOn = async (backend: BackendName): Promise<number[]> => {
      await useBackend(backend);
      const textModel = reversalModel(pairs, {
        units: 6,
        dropout: 0.1,
        training: { batchSize: 8, learningRate: 0.02 },
      });
      const losses: number[] = [];
      const learner = createTextTrainer(textModel, {
        pairs,
        callbacks: [{ onStepEnd: ({ loss }: StepReport) => void losses.push(loss) }],
      });
      await learner.fit({ maxSteps: 6 });
      learner.dispose();
      textModel.dispose();
      return losses;
    };
    const [wasm, cpu] = [await lossesOn('wasm'), await lossesOn('cpu')];
    expect(wasm).toHaveLength(6);
    for (const [step, loss] of wasm.entries()) expect(Math.abs(loss - (cpu[step] as number))).toBeLessThan(1e-3);
    expect(new Set(wasm).size).toBe(6);
  });
});

test('the learning rate is the config’s unless a schedule says otherwise', async () => {
  const ratesOf = async (learningRate?: () => number): Promise<readonly number[]> => {
    const textModel = reversalModel(reversalPairs(20), { units: 3, training: { learningRate: 0.125 } });
    const rates: number[] = [];
    const learner = createTextTrainer(textModel, {
      pairs: reversalPairs(20),
      ...(learningRate && { learningRate }),
      callbacks: [{ onStepEnd: (report) => void rates.push(report.learningRate) }],
    });
    await learner.fit({ maxSteps: 2 });
    learner.dispose();
    textModel.dispose();
    return rates;
  };
  expect(await ratesOf()).toEqual([0.125, 0.125]);
  expect(await ratesOf(() => 0.5)).toEqual([0.5, 0.5]);
});

describe('batches', () => {
  const pairs = Array.from({ length: 50 }, (_, index) => ({
    source: Array.from({ length: 1 + (index % 7) }, () => index),
    target: [index],
  }));
  const epochOf = (seed: number, epoch: number): number[][] =>
    [...pairBatches(pairs, 8, createRandom(seed))(epoch)].map((batch) =>
      batch.map(({ target }) => target[0] as number),
    );

  test('each pair once an epoch, none larger than asked for', () => {
    for (const epoch of [0, 1, 2]) {
      const batches = epochOf(1, epoch);
      expect(batches.flat().toSorted((a, b) => a - b)).toEqual(pairs.map((_, index) => index));
      expect(Math.max(...batches.map((batch) => batch.length))).toBe(8);
      expect(batches).toHaveLength(7);
    }
  });

  test('the order depends on seed and epoch alone', () => {
    const batches = pairBatches(pairs, 8, createRandom(1));
    const third = [...batches(2)];
    expect([...batches(0)]).not.toEqual(third);
    expect([...batches(2)]).toEqual(third);
    expect(epochOf(1, 2)).toEqual(third.map((batch) => batch.map(({ target }) => target[0])));
    expect(epochOf(2, 2)).not.toEqual(epochOf(1, 2));
  });
});

test('no pairs is an error, not an endless loop', async () => {
  const textModel = smallTextModel({ family: 'initial' });
  const weights = await saveParameters(textModel.model.parameters);
  const learner = createTextTrainer(textModel, { pairs: [] });
  await expect(learner.fit({ maxSteps: 1 })).rejects.toThrow('epoch 0 has no batches');
  await expect(learner.evaluate([])).rejects.toThrow('give at least one batch');
  expect(await saveParameters(textModel.model.parameters)).toEqual(weights);
  learner.dispose();
  textModel.dispose();
});
