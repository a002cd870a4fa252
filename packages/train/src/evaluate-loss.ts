import * as tf from '@tensorflow/tfjs-core';
import type { TrainableModel } from './trainable-model.ts';
import { TrainingError } from './training-error.ts';

/**
 * How well a model predicts data that it does not learn from; e to the power of it is the perplexity per token.
 *
 * @param disposeBatch - called for each batch that is done with; only for batches that own tensors
 * @returns the mean loss in nats per token, computed without dropout; NaN if the model's loss is
 * @throws TrainingError if there are no tokens
 */
export const evaluateLoss = async <Batch>(
  model: TrainableModel<Batch>,
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  disposeBatch?: (batch: Batch) => void,
): Promise<number> => {
  let total = 0;
  let allTokens = 0;
  for await (const batch of batches) {
    try {
      let tokens = 0;
      const sum = tf.tidy(() => {
        const loss = model.loss(batch, { training: false });
        ({ tokens } = loss);
        return loss.sum;
      });
      const [value = NaN] = await sum.data().finally(() => sum.dispose());
      total += value;
      allTokens += tokens;
    } finally {
      disposeBatch?.(batch);
    }
  }
  if (!(allTokens > 0))
    throw new TrainingError(`evaluateLoss: expected tokens, got ${allTokens}; give at least one batch.`, 0);
  return total / allTokens;
};
