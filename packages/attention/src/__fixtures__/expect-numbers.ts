import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, TensorLike } from '@tensorflow/tfjs-core';

/** Holds a tensor against nested arrays: the same shape, and |a − b| ≤ 1e-5 · (1 + |b|) at every place. */
export const expectNumbers = (actual: Tensor, wanted: TensorLike): void =>
  expectClose(actual, tf.tensor(wanted), { absolute: 1e-5, relative: 1e-5 });
