import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';

/** Sequences of tokens side by side. ids [B, S] int32; mask [B, S], 1 real, 0 padding. */
export type TokenBatch = { readonly ids: Tensor2D; readonly mask: Tensor2D };

/**
 * A batch from rows of ids, the shorter ones filled up with `pad`.
 *
 * @throws ShapeError if there is no row, or none has a token
 */
export const tokenBatch = (rows: readonly (readonly number[])[], pad: number): TokenBatch => {
  const length = Math.max(0, ...rows.map((row) => row.length));
  if (length === 0)
    throw new ShapeError('tokenBatch: there is no token in any row; give at least one.', '[B, S]', [rows.length, 0]);
  const ids = new Int32Array(rows.length * length).fill(pad);
  const mask = new Float32Array(rows.length * length);
  rows.forEach((row, i) => {
    ids.set(row, i * length);
    mask.fill(1, i * length, i * length + row.length);
  });
  const shape: [number, number] = [rows.length, length];
  return { ids: tf.tensor2d(ids, shape, 'int32'), mask: tf.tensor2d(mask, shape) };
};

/** The ids of such a batch alone, where another batch has the mask already. */
export const idsOf = (rows: readonly (readonly number[])[], pad: number): Tensor2D => {
  const { ids, mask } = tokenBatch(rows, pad);
  mask.dispose();
  return ids;
};
