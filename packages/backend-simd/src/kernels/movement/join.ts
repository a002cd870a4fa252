import { backend_util, Concat, type KernelConfig, Pack, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const concatOnCpu = cpuKernel(Concat);
const packOnCpu = cpuKernel(Pack);

/** Tensors one behind the other along an axis that they have. */
export const concat: KernelConfig = {
  kernelName: Concat,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const inputs = parameters.inputs as unknown as readonly [TensorInfo, ...TensorInfo[]];
    const axis = util.parseAxisParam(
      (parameters.attrs as unknown as { axis: number }).axis,
      inputs[0].shape,
    )[0] as number;
    const shapes = inputs.map(({ shape }) => shape);
    const filled = inputs.filter(({ shape }) => util.sizeFromShape(shape) > 0);
    // One tensor alone is passed on without a copy.
    if (filled.length === 1 || !areAlike(inputs)) return concatOnCpu(parameters);
    backend_util.assertParamsConsistent(shapes, axis);
    return join(parameters.backend as SimdBackend, filled, axis, backend_util.computeOutShape(shapes, axis), inputs[0]);
  },
};

/** Tensors of one shape one behind the other along a new axis. */
export const pack: KernelConfig = {
  kernelName: Pack,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const inputs = parameters.inputs as unknown as readonly [TensorInfo, ...TensorInfo[]];
    const attrs = parameters.attrs as unknown as { axis: number };
    const { shape } = inputs[0];
    const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
    // What does not fit together is backend-cpu's to complain about.
    const isFitting = inputs.every((input) => util.arraysEqual(input.shape, shape));
    if (inputs.length === 1 || !isFitting || !areAlike(inputs)) return packOnCpu(parameters);
    const resultShape = [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)];
    return join(parameters.backend as SimdBackend, inputs, axis, resultShape, inputs[0]);
  },
};

const areAlike = (inputs: readonly TensorInfo[]): boolean =>
  inputs.every((input) => input.dtype === inputs[0]?.dtype && elementBytesOf(input) !== undefined);

const join = (
  simd: SimdBackend,
  inputs: readonly TensorInfo[],
  axis: number,
  shape: readonly number[],
  like: TensorInfo,
): TensorInfo => {
  const result = simd.allocate(shape, like.dtype);
  const bytes = elementBytesOf(like) as number;
  const outer = util.sizeFromShape(shape.slice(0, axis));
  const strideBytes = util.sizeFromShape(shape.slice(axis)) * bytes;
  let to = simd.addressOf(result);
  for (const input of inputs) {
    const runBytes = (util.sizeFromShape(input.shape) / Math.max(outer, 1)) * bytes;
    simd.functions.copyRuns(simd.addressOf(input), runBytes, to, strideBytes, outer, runBytes);
    to += runBytes;
  }
  return result;
};
