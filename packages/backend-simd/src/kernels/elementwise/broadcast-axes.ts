import { broadcast_util } from '@tensorflow/tfjs-core';

/** One loop of an operation on two arrays: how often, and how many values each array moves on; 0 where it stays. */
export type BroadcastAxis = { readonly size: number; readonly aStride: number; readonly bStride: number };

/**
 * The loops that visit two arrays in the order of the shape that they broadcast to, innermost first, with neighbouring axes made one where
 * both arrays allow it: equal shapes are a single loop, and so is an array with a number.
 *
 * @returns `shape`, the broadcast shape; `axes`, at least one of them; none has the size 1 unless it is the only one
 * @throws Error if the shapes do not broadcast
 */
export const broadcastAxes = (
  aShape: readonly number[],
  bShape: readonly number[],
): { readonly shape: number[]; readonly axes: readonly BroadcastAxis[] } => {
  const shape = broadcast_util.assertAndGetBroadcastShape([...aShape], [...bShape]);
  const aStrides = stridesWithin(aShape, shape);
  const bStrides = stridesWithin(bShape, shape);
  const axes: BroadcastAxis[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (size === 1) continue;
    const [aStride, bStride] = [aStrides[axis] as number, bStrides[axis] as number];
    const inner = axes.at(-1);
    if (inner && aStride === inner.aStride * inner.size && bStride === inner.bStride * inner.size)
      axes[axes.length - 1] = { ...inner, size: inner.size * size };
    else axes.push({ size, aStride, bStride });
  }
  return { shape, axes: axes.length > 0 ? axes : [{ size: 1, aStride: 0, bStride: 0 }] };
};

/** Strides of a dense array along the axes of the shape that it broadcasts to, aligned at the last. */
const stridesWithin = (shape: readonly number[], broadcast: readonly number[]): number[] => {
  const strides: number[] = new Array(broadcast.length).fill(0);
  let stride = 1;
  for (let fromEnd = 1; fromEnd <= shape.length; fromEnd++) {
    const size = shape.at(-fromEnd) as number;
    if (size !== 1) strides[broadcast.length - fromEnd] = stride;
    stride *= size;
  }
  return strides;
};
