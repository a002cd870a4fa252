// What the kernels of all recurrences over a sequence do around their steps, and back.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyBytes } from '../../memory/copy-bytes.ts';
import { type Matrix, matrixOf } from '../products/matrix.ts';

/**
 * The first two axes change places: a batch of sequences [B, S, …] lies time first [S, B, …], or a sequence of batches lies as it came.
 * The values are shared where their order stays: who gets the result reads it only.
 */
export const swapBatchAndTime = (simd: SimdBackend, tensor: TensorInfo): TensorInfo => {
  const [first, second, ...rest] = tensor.shape as [number, number, ...number[]];
  if (first === 1 || second === 1) return simd.share(tensor, [second, first, ...rest]);
  const swapped = simd.allocate([second, first, ...rest], tensor.dtype);
  const rowBytes = bytesOf({ ...tensor, shape: rest });
  simd.functions.swapFirstAxes(simd.addressOf(tensor), first, second, rowBytes, simd.addressOf(swapped));
  return swapped;
};

/** [B, …] of one step as [B, 1, …], and back. */
export const withTime = (tensor: TensorInfo): TensorInfo => {
  const [batch, ...rest] = tensor.shape as [number, ...number[]];
  return { ...tensor, shape: [batch, 1, ...rest] };
};

export const withoutTime = (tensor: TensorInfo): TensorInfo => ({
  ...tensor,
  shape: tensor.shape.filter((_, axis) => axis !== 1),
});

export const copyOf = (simd: SimdBackend, tensor: TensorInfo): TensorInfo => {
  const copy = simd.allocate(tensor.shape, 'float32');
  copyBytes(simd, simd.addressOf(tensor), simd.addressOf(copy), bytesOf(tensor));
  return copy;
};

/** Room for the state before, between and after all steps, [S + 1, B, H], with the first [B, H] at the end where the steps begin. */
export const beginStates = (simd: SimdBackend, first: TensorInfo, steps: number, reverse: boolean): TensorInfo => {
  const states = simd.allocate([steps + 1, ...first.shape], 'float32');
  const slot = reverse ? steps : 0;
  copyBytes(simd, simd.addressOf(first), simd.addressOf(states) + slot * bytesOf(first), bytesOf(first));
  return states;
};

/** A copy of the state after the last step. */
export const lastState = (simd: SimdBackend, states: TensorInfo, reverse: boolean): TensorInfo => {
  const [slots, ...shape] = states.shape as [number, number, number];
  const last = simd.allocate(shape, 'float32');
  const slot = reverse ? 0 : slots - 1;
  copyBytes(simd, simd.addressOf(states) + slot * bytesOf(last), simd.addressOf(last), bytesOf(last));
  return last;
};

/** The state before each step, [S · B, H]. */
export const statesBefore = (simd: SimdBackend, states: TensorInfo, reverse: boolean): Matrix => {
  const [slots, batch, units] = states.shape as [number, number, number];
  const all = matrixOf(simd, states);
  return { ...all, rows: (slots - 1) * batch, address: all.address + (reverse ? batch * units * 4 : 0) };
};

const bytesOf = ({ shape }: TensorInfo): number => shape.reduce((product, axis) => product * axis, 4);
