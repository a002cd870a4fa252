// One step of an optimizer over all its weights: as one operation where the current backend has a kernel for it, and composed of plain
// operations, weight by weight, everywhere else.
import { hasKernel, runKernel } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** A weight and what is remembered about it, both changed by a step, and its gradient. */
export type UpdateTarget = {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** By the name of the slot. */
  readonly slots: Readonly<Record<string, Variable>>;
};

export type UpdateRule = {
  /**
   * A kernel that a backend may register: { weight0, gradient0, each slot's name and 0, weight1, … }, with the factors as attributes,
   * to [weight0, its slots in their order, weight1, …] after the step, all of them new tensors.
   */
  readonly kernelName: string;
  /** The numbers of this step, the same for all weights. */
  readonly factors: Readonly<Record<string, number>>;
  /** The same in plain operations for one weight: [weight, ...slots] after the step. */
  readonly compose: (weight: Tensor, gradient: Tensor, ...slots: Tensor[]) => readonly Tensor[];
};

/** Takes the step. Nothing is left but the changed variables. */
export const applyRule = (targets: readonly UpdateTarget[], { kernelName, factors, compose }: UpdateRule): void => {
  if (hasKernel(kernelName)) {
    tf.tidy(() => assign(targets, runKernel(kernelName, kernelInputs(targets), factors)));
    return;
  }
  for (const target of targets) {
    const { weight, gradient, slots } = target;
    tf.tidy(() => assign([target], compose(weight, gradient, ...Object.values(slots))));
  }
};

const kernelInputs = (targets: readonly UpdateTarget[]): Record<string, Tensor> =>
  Object.fromEntries(
    targets.flatMap(({ slots, ...pair }, i) =>
      Object.entries({ ...pair, ...slots }).map(([name, tensor]): [string, Tensor] => [`${name}${i}`, tensor]),
    ),
  );

const assign = (targets: readonly UpdateTarget[], results: readonly Tensor[]): void => {
  const variables = targets.flatMap(({ weight, slots }) => [weight, ...Object.values(slots)]);
  for (const [i, variable] of variables.entries()) variable.assign(results[i] as Tensor);
};
