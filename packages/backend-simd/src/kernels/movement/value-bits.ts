import type { DataType } from '@tensorflow/tfjs-core';

/** A number as a tensor of that type holds it, as the integer that has the same bits. */
export const bitsOf = (value: number, dtype: DataType): number =>
  dtype === 'float32' ? (new Int32Array(Float32Array.of(value).buffer)[0] as number) : Math.trunc(value) | 0;
