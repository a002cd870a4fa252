import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { asFloat } from '../tensor/as-float.ts';

/** Named tensors, as kernels take them. */
export type FusedInputs = Readonly<Record<string, Tensor>>;

export type FusedRun = {
  /** What the operation is differentiated by. */
  readonly inputs: FusedInputs;
  /** What it reads beside, such as masks. */
  readonly constants?: FusedInputs;
  /** Computes the outputs, and what only the gradient needs, from inputs and constants; nobody will go back if it is not recorded. */
  readonly forward: (
    all: FusedInputs,
    isRecorded: boolean,
  ) => { readonly outputs: readonly Tensor[]; readonly saved: readonly Tensor[] };
  /** The gradient of every input, in their order, given those of the outputs. */
  readonly backward: (
    outputGradients: readonly Tensor[],
    all: FusedInputs,
    saved: readonly Tensor[],
  ) => readonly Tensor[];
};

/** Whether the current backend has a kernel. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** Runs a kernel of the current backend by name. */
export const runKernel = (
  name: string,
  inputs: FusedInputs,
  attributes: Readonly<Record<string, number | boolean>> = {},
): Tensor[] => tf.engine().runKernel<Tensor[]>(name, { ...inputs }, { ...attributes });

/** Tensors as kernels take a list: `name0`, `name1`, … */
export const numbered = (name: string, tensors: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(tensors.map((tensor, i) => [`${name}${i}`, tensor]));

/**
 * One operation on the tape, whatever happens inside, with several outputs.
 *
 * tfjs's `customGrad` allows one output, and a registered kernel would have to return what its gradient needs as outputs, for each of
 * which the engine makes zeros when it goes back. So this takes the engine's own entry below both; where no tape is on, as in a search,
 * not even that, which would cost as much as a small kernel.
 */
export const runFused = ({ inputs, constants = {}, forward, backward }: FusedRun): Tensor[] => {
  if (!tf.engine().isTapeOn())
    return tf.tidy(() => [...forward({ ...floatsOf(inputs), ...floatsOf(constants) }, false).outputs]);
  const differentiable = floatsOf(inputs);
  const all = { ...differentiable, ...floatsOf(constants) };
  const names = Object.keys(all);
  const engine = tf.engine() as unknown as EngineWithKernelFunctions;
  return engine.runKernelFunc({
    inputs: differentiable,
    forwardFunc: (_backend, save) => {
      const { outputs, saved } = forward(all, true);
      // The tensors given may be gone when the tape is run back: what is saved is kept until then.
      save([...Object.values(all), ...saved]);
      return [...outputs];
    },
    backwardsFunc: (gradients, kept) => {
      const again = Object.fromEntries(names.map((name, i) => [name, kept[i] as Tensor]));
      const results = backward(Array.isArray(gradients) ? gradients : [gradients], again, kept.slice(names.length));
      return Object.fromEntries(Object.keys(inputs).map((name, i) => [name, () => results[i] as Tensor]));
    },
  });
};

/** Of the tensors that kernels take, only ids are integers. */
const floatsOf = (tensors: FusedInputs): FusedInputs => {
  const floats: Record<string, Tensor> = {};
  for (const name of Object.keys(tensors)) {
    const tensor = tensors[name] as Tensor;
    floats[name] = name === 'ids' ? tensor : asFloat(tensor);
  }
  return floats;
};

/** What tfjs-core 4.22 declares private. */
type EngineWithKernelFunctions = {
  runKernelFunc(run: {
    readonly inputs: FusedInputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor[];
    readonly backwardsFunc: (gradients: Tensor | Tensor[], saved: Tensor[]) => Record<string, () => Tensor>;
  }): Tensor[];
};
