import type { LanguageModel } from '@seq2seq/core';
import type { TrainableModel } from '@seq2seq/train';
import { type TeachingOptions, taughtTokens } from './taught-tokens.ts';
import type { SequenceBatch } from './sequence-batches.ts';

/**
 * A language model as the trainer sees it: each token from those before it. What `evaluateLoss` says of it is nats per token, and e to
 * that is the perplexity.
 */
export const trainableLanguageModel = (
  model: LanguageModel,
  options: TeachingOptions,
): TrainableModel<SequenceBatch> => ({
  parameters: model.parameters,
  loss: (batch, mode) => {
    const taught = taughtTokens(batch, options);
    return taught.lossOf(model.teacherForce(taught.given, mode).logits, mode);
  },
});
