// A decoder alone learns which texts there are; and what it gives to all texts sums to one.
import { createRandom, type LanguageModel } from '@seq2seq/core';
import { greedy, search } from '@seq2seq/search';
import { adam, constant, createTrainer, evaluateLoss } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { buildLanguageModel } from '../model/build-language-model.ts';
import { beginTexts, toStepModel } from '../translate/to-step-model.ts';
import { sequenceBatches } from './sequence-batches.ts';
import { trainableLanguageModel } from './trainable-language-model.ts';

beforeAll(() => useBackend('simd', { threads: 1 }));

const vocabulary = lettersOf('ab');
const V = vocabulary.size;

const smallModel = (): LanguageModel =>
  buildLanguageModel({ target: { vocabulary: V, embedding: 6 }, decoder: { cell: 'gru', units: 12 } });

/** aⁿbⁿ, n from 1 to 3, the shorter ones more often: 1/2, 1/3, 1/6. */
const texts = ['ab', 'ab', 'ab', 'aabb', 'aabb', 'aaabbb'];
const sequences = texts.map((text) => [...vocabulary.encode([...text]), vocabulary.eos]);
/** Nats of a text, shared among its tokens, when nothing but which of the three it is cannot be known. */
const entropy = (Math.log(2) / 2 + Math.log(3) / 3 + Math.log(6) / 6) / ((3 * 3 + 2 * 5 + 7) / 6);

const teachable = (model: LanguageModel): ReturnType<typeof trainableLanguageModel> =>
  trainableLanguageModel(model, { labelSmoothing: 0, loss: 'per-token', target: vocabulary });

test('the grammar aⁿbⁿ', async () => {
  const before = tf.memory().numTensors;
  const model = smallModel();
  const trainable = teachable(model);
  const random = createRandom(1);
  const optimizer = adam(model.parameters);
  const trainer = createTrainer({
    model: trainable,
    optimizer,
    learningRate: constant(0.03),
    random: random.fork('training'),
    maxGradientNorm: 1,
  });
  const perplexity = async (): Promise<number> =>
    Math.exp(await evaluateLoss(trainable, sequenceBatches(sequences, 6, random.fork('evaluation'))(0)));
  // At first a guess among all tokens, at last no worse than the best that can be.
  expect(await perplexity()).toBeGreaterThan(0.7 * V);
  await trainer.fit(sequenceBatches(sequences, 6, random.fork('batches')), { maxSteps: 250 });
  const least = Math.exp(entropy);
  expect(await perplexity()).toBeGreaterThan(0.999 * least);
  expect(await perplexity()).toBeLessThan(1.02 * least);

  const [[likeliest] = []] = await search(
    toStepModel(model),
    beginTexts(model, 1),
    { sources: 1, bos: vocabulary.bos, eos: vocabulary.eos, maxLength: 9 },
    greedy(),
  );
  expect(vocabulary.decode(likeliest?.tokens ?? []).join('')).toBe('ab');
  expect(Math.exp(likeliest?.logProb ?? NaN)).toBeCloseTo(1 / 2, 1);
  optimizer.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('the probabilities of all texts of up to T tokens, and of all longer ones, sum to one', async () => {
  const model = smallModel();
  const before = tf.memory().numTensors;
  const steps = toStepModel(model);
  let rows = beginTexts(model, 1);
  let [last, open] = [[vocabulary.bos], [1]];
  let finished = 0;
  for (let t = 0; t < 4; t++) {
    const { logProbs, state } = await steps.step(rows, Int32Array.from(last));
    steps.release(rows);
    const next = open.flatMap((probability, row) =>
      Array.from({ length: V }, (_, token) => ({
        row,
        token,
        probability: probability * Math.exp(logProbs?.[row * V + token] as number),
      })),
    );
    finished += next
      .filter(({ token }) => token === vocabulary.eos)
      .reduce((sum, { probability }) => sum + probability, 0);
    const alive = next.filter(({ token }) => token !== vocabulary.eos);
    const longer = alive.reduce((sum, { probability }) => sum + probability, 0);
    expect(finished + longer).toBeCloseTo(1, 5);
    rows = steps.reorder(
      state,
      Int32Array.from(alive, ({ row }) => row),
    );
    steps.release(state);
    [last, open] = [alive.map(({ token }) => token), alive.map(({ probability }) => probability)];
  }
  steps.release(rows);
  // Neither all has ended, nor nothing.
  expect(finished).toBeGreaterThan(0.2);
  expect(finished).toBeLessThan(0.9);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('the loss is minus the log-probability that steps give, padding aside', async () => {
  const model = smallModel();
  const before = tf.memory().numTensors;
  const steps = toStepModel(model);
  let wanted = 0;
  for (const sequence of sequences) {
    let rows = beginTexts(model, 1);
    let last = vocabulary.bos;
    for (const token of sequence) {
      const { logProbs, state } = await steps.step(rows, Int32Array.of(last));
      steps.release(rows);
      wanted -= logProbs?.[token] as number;
      [rows, last] = [state, token];
    }
    steps.release(rows);
  }
  tf.tidy(() => {
    const loss = teachable(model).loss(sequences, { training: false });
    expect(loss.sum.dataSync()[0]).toBeCloseTo(wanted, 4);
    expect(loss).toMatchObject({ tokens: 3 * 3 + 2 * 5 + 7, weight: 26 });
  });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
