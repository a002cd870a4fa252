// The first half of a training step: loss and gradients, read and judged before any weight changes.
import type { Mode, ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { globalNorm } from './optimizer/clip-gradients.ts';
import type { NamedTensors } from './optimizer/optimizer.ts';
import type { TrainableModel } from './trainable-model.ts';
import { TrainingError } from './training-error.ts';

type GradientPass = {
  /** The caller's to dispose; only of weights that took part in the loss. */
  readonly gradients: NamedTensors;
  /** nats per token */
  readonly loss: number;
  readonly tokens: number;
  /** Of all gradients as one vector. */
  readonly gradientNorm: number;
};

/**
 * @param step - the step's number, counted from 1, for errors
 * @throws TrainingError if loss or gradients are not finite, or no weight takes part; nothing leaks then
 */
export const passGradients = async <Batch>(
  model: TrainableModel<Batch>,
  batch: Batch,
  mode: Mode,
  step: number,
): Promise<GradientPass> => {
  let tokens = 0;
  let weight = 0;
  const { gradients, measured } = tf.tidy((): PassTensors => {
    const { value, grads } = differentiate(model.parameters, step, () => {
      const loss = model.loss(batch, mode);
      ({ tokens, weight } = loss);
      checkAmounts(tokens, weight, step);
      return tf.div(loss.sum, weight);
    });
    return { gradients: Object.fromEntries(grads), measured: tf.stack([value, globalNorm(grads)]) };
  });

  // Reading a GPU takes its time, so it cannot happen inside the tidy.
  const [average = NaN, gradientNorm = NaN] = await measured.data().finally(() => measured.dispose());
  if (!Number.isFinite(average) || !Number.isFinite(gradientNorm)) {
    tf.dispose(gradients);
    throw new TrainingError(
      `step ${step}: expected finite numbers, but the loss is ${average} and the gradient norm ${gradientNorm}. No weight was ` +
        'changed. Lower the learning rate or set maxGradientNorm; at step 1, look for infinities in the batch or the first weights.',
      step,
    );
  }
  return { gradients: new Map(Object.entries(gradients)), loss: (average * weight) / tokens, tokens, gradientNorm };
};

// A type, not an interface: only then it fits tfjs's containers.
type PassTensors = { gradients: { [path: string]: Tensor }; measured: Tensor };

const differentiate = (
  parameters: ParameterStore,
  step: number,
  loss: () => Scalar,
): { readonly value: Scalar; readonly grads: NamedTensors } => {
  const entries = [...parameters.entries()];
  const variables = entries.map(([, variable]) => variable);
  if (entries.length > 0 && !variables.some(({ trainable }) => trainable)) {
    throw new TrainingError(
      `step ${step}: all weights are frozen, ${entries.map(([path]) => path).join(', ')}; leave some to train.`,
      step,
    );
  }
  try {
    const { value, grads } = tf.variableGrads(loss, variables);
    const byPath = entries.flatMap(([path, { name }]): [string, Tensor][] => {
      // Absent, or null for a frozen weight, whatever the declared type says.
      const gradient: Tensor | null | undefined = grads[name];
      return gradient ? [[path, gradient]] : [];
    });
    return { value, grads: new Map(byPath) };
  } catch (error) {
    if (!String(error).includes('Cannot find a connection')) throw error;
    throw new TrainingError(
      `step ${step}: the loss depends on none of the weights ${entries.map(([path]) => path).join(', ')}; compute it from them ` +
        'inside `loss`, without reading values out of tensors.',
      step,
      { cause: error },
    );
  }
};

const checkAmounts = (tokens: number, weight: number, step: number): void => {
  for (const [name, amount] of Object.entries({ tokens, weight })) {
    if (amount > 0 && amount < Infinity) continue;
    throw new TrainingError(
      `step ${step}: expected a batch with ${name} above 0, got ${amount}; leave out empty batches.`,
      step,
    );
  }
};
