import { backend_util, type KernelConfig, SplitV, type TensorInfo, Unpack, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const splitOnCpu = cpuKernel(SplitV);
const unpackOnCpu = cpuKernel(Unpack);

/** A tensor cut along an axis into pieces of given sizes. */
export const splitV: KernelConfig = {
  kernelName: SplitV,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    const attrs = parameters.attrs as unknown as { numOrSizeSplits: number | number[]; axis: number };
    if (!elementBytesOf(x)) return splitOnCpu(parameters);
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] as number;
    // Its type asks for a tensor; it reads nothing but the shape.
    const sizes = backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    const shapes = sizes.map((size) => [...x.shape.slice(0, axis), size, ...x.shape.slice(axis + 1)]);
    return cut(parameters.backend as SimdBackend, x, axis, sizes, shapes);
  },
};

/** A tensor cut along an axis into pieces that do not have it any more. */
export const unpack: KernelConfig = {
  kernelName: Unpack,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { value } = parameters.inputs as { value: TensorInfo };
    if (!elementBytesOf(value)) return unpackOnCpu(parameters);
    const axis = util.parseAxisParam((parameters.attrs as unknown as { axis: number }).axis, value.shape)[0] as number;
    const shape = value.shape.filter((_, i) => i !== axis);
    const sizes = Array.from({ length: value.shape[axis] as number }, () => 1);
    return cut(
      parameters.backend as SimdBackend,
      value,
      axis,
      sizes,
      Array.from(sizes, () => shape),
    );
  },
};

const cut = (
  simd: SimdBackend,
  x: TensorInfo,
  axis: number,
  sizes: readonly number[],
  shapes: readonly (readonly number[])[],
): TensorInfo[] => {
  const { dtype } = x;
  const results = shapes.map((shape) => simd.allocate(shape, dtype));
  const outer = util.sizeFromShape(x.shape.slice(0, axis));
  const stepBytes = util.sizeFromShape(x.shape.slice(axis + 1)) * (elementBytesOf(x) as number);
  let from = simd.addressOf(x);
  for (const [i, result] of results.entries()) {
    const runBytes = (sizes[i] as number) * stepBytes;
    const strideBytes = (x.shape[axis] as number) * stepBytes;
    simd.functions.copyRuns(from, strideBytes, simd.addressOf(result), runBytes, outer, runBytes);
    from += runBytes;
  }
  return results;
};
