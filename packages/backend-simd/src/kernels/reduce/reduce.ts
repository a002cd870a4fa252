import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { type AxisRun, axisRuns } from './axis-runs.ts';

/** Reduces [outer, reduced, inner] at one address to [outer, inner] at another. `isLast` tells that the result is what is asked for. */
export type ReducePass = (
  from: number,
  to: number,
  sizes: { readonly outer: number; readonly reduced: number; readonly inner: number },
  isLast: boolean,
) => void;

/**
 * A tensor without some of its axes. Nothing is transposed: neighbouring axes are one, and each run of axes that goes is reduced where it
 * stands, the last one first.
 *
 * @param axis - the axes that go, all if undefined
 * @param keepDims - leave them with the size 1
 */
export const reduceAxes = (
  simd: SimdBackend,
  x: TensorInfo,
  axis: number | number[] | undefined,
  keepDims: boolean,
  pass: ReducePass,
): TensorInfo => {
  const axes = util.parseAxisParam(axis as number | number[], x.shape);
  const [keptShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(keptShape, axes) : keptShape;
  let runs: readonly AxisRun[] = axisRuns(x.shape, axes);
  if (!runs.some(({ isReduced }) => isReduced)) {
    simd.incRef(x.dataId);
    return { dataId: x.dataId, shape, dtype: x.dtype };
  }
  let from = x;
  try {
    for (;;) {
      const last = runs.findLastIndex(({ isReduced }) => isReduced);
      const sizes = {
        outer: sizeOf(runs.slice(0, last)),
        reduced: runs[last]?.size as number,
        inner: sizeOf(runs.slice(last + 1)),
      };
      runs = runs.filter((_, i) => i !== last);
      const isLast = !runs.some(({ isReduced }) => isReduced);
      const result = simd.allocate(isLast ? shape : [sizes.outer, sizes.inner], 'float32');
      pass(simd.addressOf(from), simd.addressOf(result), sizes, isLast);
      if (isLast) return result;
      if (from !== x) simd.disposeData(from.dataId);
      from = result;
    }
  } finally {
    if (from !== x) simd.disposeData(from.dataId);
  }
};

const sizeOf = (runs: readonly AxisRun[]): number => runs.reduce((product, { size }) => product * size, 1);
