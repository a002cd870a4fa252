// The whole way: pairs in, a model that has understood what they have in common out.
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { reversalModel, reversalPairs } from '../__fixtures__/reversal.ts';
import { useBackend } from '../backend/use-backend.ts';
import { translateTokens } from '../translate/translate.ts';
import { createTextTrainer } from './text-trainer.ts';

beforeAll(() => useBackend('wasm'));

test('reversing letters is learned from examples, and holds for sequences never seen', async () => {
  const pairs = reversalPairs(2200);
  const [seen, unseen] = [pairs.slice(0, 2000), pairs.slice(2000)];
  const before = tf.memory().numTensors;
  const textModel = reversalModel(seen, {
    units: 24,
    training: { batchSize: 32, learningRate: 0.02, maxGradientNorm: 1 },
  });
  const learner = createTextTrainer(textModel, { pairs: seen });

  const exact = async (): Promise<number> => {
    const found = await translateTokens(
      textModel,
      unseen.map(({ source }) => source),
      { beam: 1, batchSize: 100 },
    );
    const right = found.filter(
      ({ translations }, index) =>
        translations[0]?.text === unseen[index]?.target.join('') && translations[0]?.finished,
    );
    return right.length / unseen.length;
  };
  const lossBefore = await learner.evaluate(unseen);
  expect(await exact()).toBeLessThan(0.1);
  await learner.fit({ maxSteps: 200 });
  expect(await exact()).toBeGreaterThan(0.95);
  // Before: no better than a guess among the tokens there are.
  expect(lossBefore).toBeCloseTo(Math.log(textModel.target.vocabulary.size), 0);
  expect(await learner.evaluate(unseen)).toBeLessThan(0.1);

  // Not only the right letters: looked at in the right places, from the last source token to the first.
  const [found] = await translateTokens(textModel, [[...'abcde']]);
  const looked = (found?.translations[0]?.alignment ?? []).map((row) => row.indexOf(Math.max(...row)));
  expect(looked).toHaveLength(6);
  expect(looked.slice(0, 5)).toEqual(looked.slice(0, 5).toSorted((a, b) => b - a));

  learner.dispose();
  textModel.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
