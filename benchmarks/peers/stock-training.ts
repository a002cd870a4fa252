// Also for the gradients that it registers: tfjs-core in Node has none.
import { createRandom, uniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { randomIds } from '../cases.ts';
import type { TrainTask, Work } from '../side.ts';
import { clipGradients } from './clip-gradients.ts';
import { type EmbedTokens, stockModel } from './stock-model.ts';

/** A training step of the stock model with tfjs's own Adam, on the current backend. */
export const stockTraining = ({ shapes }: TrainTask, embedTokens: EmbedTokens): Work => {
  const { batch, sourceLength, targetLength, sourceVocabulary, targetVocabulary } = shapes;
  const random = createRandom(1);
  const ids = {
    source: tf.tensor1d(randomIds(batch, sourceLength, sourceVocabulary, random).flat(), 'int32'),
    target: tf.tensor1d(randomIds(batch, targetLength, targetVocabulary, random).flat(), 'int32'),
  };
  const loss = stockModel(shapes, ids, embedTokens, (name, shape) =>
    tf.variable(tf.tensor(uniform(0.05)(shape, random.fork(name)), [...shape], 'float32')),
  );
  const optimizer = tf.train.adam(1e-3);
  return async () => {
    const { value, grads } = tf.variableGrads(loss);
    const clipped = clipGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    optimizer.applyGradients(clipped);
    const [nats] = await value.data();
    tf.dispose([value, grads, clipped.map(({ tensor }) => tensor)]);
    return { nats: nats as number };
  };
};
