// The mixture of a pointer on every backend: the SIMD builds and stock WASM held against backend-cpu, forward and back, small and large.
import { createParameterStore, pointerCopier, uniform, createRandom } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { expectAgreement, type Numbers, readAll, waves } from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

const [T, S, H, E, D, X] = [3, 4, 5, 2, 6, 2];

/** Log-probabilities, gates and the gradients of all that they are made of, for two sources of which the second is shorter. */
const run = (V: number): Numbers => {
  const store = createParameterStore((path, shape) => uniform(0.6)(shape, createRandom(3).fork(path)));
  const sizes = { outputSize: H, embeddingSize: E, contextSize: D, unk: 1 };
  const copier = pointerCopier(sizes, store);
  const steps = (width: number, frequency: number): Tensor3D =>
    tf.tensor3d(waves(2 * T * width, frequency), [2, T, width]);
  const results = tf.tidy(() => {
    const ids = tf.tensor2d([2, V, 2, V + 1, 3, V, 0, 0], [2, S], 'int32');
    const mask = tf.tensor2d([1, 1, 1, 1, 1, 1, 0, 0], [2, S]);
    const extra = tf.zeros<tf.Rank.R2>([2, X]);
    const copy = (given: tf.Tensor[]) => {
      const [logits, outputs, embeddings, contexts, scores] = given as Tensor3D[];
      const weights = tf.mul(tf.softmax(scores as Tensor3D), tf.expandDims(mask, 1));
      return copier.copy({
        ...{ ids, mask, extra },
        logits: logits as Tensor3D,
        outputs: outputs as Tensor3D,
        embeddings: embeddings as Tensor3D,
        contexts: contexts as Tensor3D,
        alignments: tf.div(weights, tf.sum(weights, 2, true)),
      });
    };
    const given = [steps(V, 0.3), steps(H, 0.5), steps(E, 0.7), steps(D, 0.9), steps(S, 1.1)];
    const { logits, gates } = copy(given);
    const gradients = tf.grads((...inputs: tf.Tensor[]) => {
      const copied = copy(inputs);
      // The extra token that the second source does not hold has no probability to speak of.
      return tf.sum(tf.mul(tf.exp(copied.logits), tf.tensor3d(waves(2 * T * (V + X), 1.3), [2, T, V + X])));
    })(given);
    const named = ['logits', 'outputs', 'embeddings', 'contexts', 'scores'].map((name, i): [string, tf.Tensor] => [
      `d ${name}`,
      gradients[i] as tf.Tensor,
    ]);
    return { logits, gates, ...Object.fromEntries(named) };
  }) as Record<string, tf.Tensor>;
  store.dispose();
  return readAll(results);
};

describe.each([7, 8])('a vocabulary of %i', (V) => {
  test('simd', () => expectAgreement(() => run(V), { absolute: 1e-5, relative: 1e-4 }));

  test('wasm', async () => {
    await useBackend('cpu');
    const wanted = run(V);
    await useBackend('wasm');
    for (const [name, numbers] of run(V)) {
      expectClose(numbers, wanted.get(name) as Float32Array, { absolute: 1e-5, relative: 1e-4 });
    }
  });
});
