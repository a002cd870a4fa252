import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

export type Closeness = {
  /** How far apart two numbers may be whatever their size. Default: 1e-6, some roundings of float32 numbers about 1. */
  readonly absolute?: number;
  /** How much further, as a share of the wanted number. Default: 1e-5. */
  readonly relative?: number;
};

/**
 * Fails unless both have the same length and are close at every place: |actual − wanted| ≤ absolute + relative · |wanted|. NaN is
 * close to nothing, itself included. Two tensors must have the same shape, too.
 *
 * @throws Error that names the worst place, what it holds and what it should
 */
export const expectClose = (
  actual: Tensor | ArrayLike<number>,
  wanted: Tensor | ArrayLike<number>,
  { absolute = 1e-6, relative = 1e-5 }: Closeness = {},
): void => {
  const [got, right] = [read(actual), read(wanted)];
  const sameShape = !got.shape || !right.shape || got.shape.join() === right.shape.join();
  if (got.values.length !== right.values.length || !sameShape) {
    throw new Error(`expectClose: got ${describe(got)}, expected ${describe(right)}; compare things of one shape.`);
  }

  const shape = got.shape ?? right.shape ?? [got.values.length];
  let worst = { excess: 1, index: -1 };
  for (let index = 0; index < right.values.length; index++) {
    const [value, goal] = [got.values[index] as number, right.values[index] as number];
    const excess = value === goal ? 0 : Math.abs(value - goal) / (absolute + relative * Math.abs(goal));
    // NaN compares false with everything; infinitely far is what it has to count as.
    const known = Number.isNaN(excess) ? Infinity : excess;
    if (known > worst.excess) worst = { excess: known, index };
  }
  if (worst.index < 0) return;
  const place = coordinates(worst.index, shape).join(', ');
  throw new Error(
    `expectClose: furthest at [${place}] of [${shape.join(', ')}]: got ${got.values[worst.index]}, expected ` +
      `${right.values[worst.index]}; allowed are ${absolute} + ${relative} · |expected|.`,
  );
};

type Numbers = { readonly values: ArrayLike<number>; readonly shape?: readonly number[] };

const read = (numbers: Tensor | ArrayLike<number>): Numbers =>
  numbers instanceof tf.Tensor ? { values: numbers.dataSync(), shape: numbers.shape } : { values: numbers };

const describe = ({ values, shape }: Numbers): string =>
  shape ? `a tensor [${shape.join(', ')}]` : `${values.length} numbers`;

/** Where the number at a flat index stands in a tensor. */
const coordinates = (index: number, shape: readonly number[]): number[] => {
  let rest = index;
  return shape
    .toReversed()
    .map((length) => {
      const at = rest % length;
      rest = Math.floor(rest / length);
      return at;
    })
    .toReversed();
};
