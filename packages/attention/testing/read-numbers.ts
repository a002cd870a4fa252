import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Numbers and the shape they came in. */
export type Numbers = { readonly shape: readonly number[]; readonly data: Float32Array };

/** What a computation gives, out of the backend; all that it made is given back. */
export const readNumbers = async (compute: () => Tensor): Promise<Numbers> => {
  // The copy may be disposed even if what was computed is an input itself.
  const result = tf.tidy(() => tf.clone(tf.cast(compute(), 'float32')));
  try {
    return { shape: result.shape, data: Float32Array.from(await result.data()) };
  } finally {
    result.dispose();
  }
};

/** How far two numbers may be apart that float32 computed in different orders. */
const rounding = 1e-4;

/**
 * Refuses numbers that differ by more than rounding.
 *
 * @param difference - what it means if they do, and what to do about it
 */
export const requireSame = (actual: Numbers, expected: Numbers, difference: string): void => {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`expected [${expected.shape.join(', ')}], got [${actual.shape.join(', ')}]; ${difference}`);
  }
  for (const [i, wanted] of expected.data.entries()) {
    const got = actual.data[i] as number;
    // Written so that NaN is a difference.
    if (!(Math.abs(got - wanted) <= rounding * Math.max(1, Math.abs(wanted)))) {
      throw new Error(`expected ${wanted} at [${indicesOf(i, expected.shape).join(', ')}], got ${got}; ${difference}`);
    }
  }
};

/** Refuses NaN and infinity. */
export const requireFinite = (name: string, { data, shape }: Numbers, advice: string): void => {
  const i = data.findIndex((value) => !Number.isFinite(value));
  if (i >= 0)
    throw new Error(`${name} should be finite, but is ${data[i]} at [${indicesOf(i, shape).join(', ')}]; ${advice}`);
};

/** Where the i-th number stands: one index for each axis. */
export const indicesOf = (i: number, shape: readonly number[]): number[] =>
  shape
    .toReversed()
    .reduce<{ rest: number; indices: number[] }>(
      ({ rest, indices }, axis) => ({ rest: Math.floor(rest / axis), indices: [rest % axis, ...indices] }),
      { rest: i, indices: [] },
    ).indices;
