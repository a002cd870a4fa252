import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Named tensors, as kernels take them. */
export type FusedInputs = Readonly<Record<string, Tensor>>;

export type FusedRun = {
  readonly inputs: FusedInputs;
  /** Computes the outputs, and what only the gradient needs. */
  readonly forward: () => { readonly outputs: readonly Tensor[]; readonly saved: readonly Tensor[] };
  /** The gradient of every input, in their order, given those of the outputs. */
  readonly backward: (outputGradients: readonly Tensor[], saved: readonly Tensor[]) => readonly Tensor[];
};

/** Whether the current backend has a kernel. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** Runs a kernel of the current backend by name. */
export const runKernel = (
  name: string,
  inputs: FusedInputs,
  attributes: Readonly<Record<string, number | boolean>> = {},
): Tensor[] => tf.engine().runKernel<Tensor[]>(name, { ...inputs }, { ...attributes });

/**
 * One operation on the tape, whatever happens inside, with several outputs.
 *
 * tfjs's `customGrad` allows one output, and a registered kernel would have to return what its gradient needs as outputs, for each of
 * which the engine makes zeros when it goes back. So this takes the engine's own entry below both.
 */
export const runFused = ({ inputs, forward, backward }: FusedRun): Tensor[] => {
  const names = Object.keys(inputs);
  const engine = tf.engine() as unknown as EngineWithKernelFunctions;
  return engine.runKernelFunc({
    inputs,
    forwardFunc: (_backend, save) => {
      const { outputs, saved } = forward();
      save([...saved]);
      return [...outputs];
    },
    backwardsFunc: (gradients, saved) => {
      const results = backward(Array.isArray(gradients) ? gradients : [gradients], saved);
      return Object.fromEntries(names.map((name, i) => [name, () => results[i] as Tensor]));
    },
  });
};

/** What tfjs-core 4.22 declares private. */
type EngineWithKernelFunctions = {
  runKernelFunc(run: {
    readonly inputs: FusedInputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor[];
    readonly backwardsFunc: (gradients: Tensor | Tensor[], saved: Tensor[]) => Record<string, () => Tensor>;
  }): Tensor[];
};
