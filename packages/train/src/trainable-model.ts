import type { Mode, ParameterStore } from '@seq2seq/core';
import type { Scalar } from '@tensorflow/tfjs-core';

/** All that training asks of a model. It need not be about sequences. */
export interface TrainableModel<Batch> {
  readonly parameters: ParameterStore;
  /** Called inside a tidy, with gradients recorded: make tensors freely, keep none. */
  loss(batch: Batch, mode: Mode): BatchLoss;
}

/** A batch's loss before averaging, so that batches of different sizes average correctly. */
export type BatchLoss = {
  /** [] nats over the whole batch */
  readonly sum: Scalar;
  /** What the sum is divided by before the gradient is taken: the number of tokens, or of sentences. */
  readonly weight: number;
  /** Target tokens in the batch (or whatever the model counts): reports and evaluations are per token. */
  readonly tokens: number;
};
