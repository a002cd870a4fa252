// What every part with weights is asked by its kit, whatever the part is.
import type { Scalar } from '@tensorflow/tfjs-core';
import { savedFloat32, type SavedTensor } from '../src/checkpoint/saved-tensor.ts';
import type { ParameterStore } from '../src/parameters/parameter-store.ts';
import { gradientsOf } from './finite-differences.ts';

/**
 * Makes sure that a number depends on every weight, and that no gradient is anything but a number.
 *
 * @throws Error that names the first weight that gets no gradient, or one that is not finite
 */
export const requireGradientOfEach = (compute: () => Scalar, weights: ParameterStore): void => {
  const named = [...weights.entries()];
  if (named.length === 0) return;
  const gradients = gradientsOf(
    compute,
    named.map(([, weight]) => weight),
  );
  for (const [i, [path]] of named.entries()) {
    const gradient = gradients[i];
    if (!gradient || gradient.every((value) => value === 0)) {
      throw new Error(`${path} gets no gradient: nothing depends on it; use it or do not create it.`);
    }
    const wrong = gradient.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new Error(`${path} gets the gradient ${gradient[wrong]} at entry ${wrong}; it must be finite.`);
  }
};

/** The weights as a checkpoint has them, read at once. */
export const savedWeightsOf = (weights: ParameterStore): Map<string, SavedTensor> =>
  new Map(
    [...weights.entries()].map(([path, weight]): [string, SavedTensor] => [
      path,
      savedFloat32(Float32Array.from(weight.dataSync()), weight.shape),
    ]),
  );
