import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';
import type { FrameBatch } from './source-batch.ts';

/** One sequence of frames: a list of them, or all their numbers one after the other. */
export type FrameRow = readonly (readonly number[])[] | Float32Array;

/**
 * A batch from sequences of dense vectors, such as frames of sound or columns of an image; the shorter ones are filled up with zeros.
 *
 * @param size - F: how many numbers a frame has
 * @throws ShapeError if there is no frame at all, one has another width, or a number is not finite
 */
export const frameBatch = (rows: readonly FrameRow[], size: number): FrameBatch => {
  const flat = rows.map((row, i) =>
    row instanceof Float32Array ? checkedNumbers(row, size, i) : joined(row, size, i),
  );
  const length = Math.max(0, ...flat.map((numbers) => numbers.length / size));
  if (length === 0) {
    throw new ShapeError('frameBatch: there is no frame in any row; give at least one.', '[B, S, F]', [
      rows.length,
      0,
      size,
    ]);
  }
  const frames = new Float32Array(rows.length * length * size);
  const mask = new Float32Array(rows.length * length);
  for (const [i, numbers] of flat.entries()) {
    const wrong = numbers.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new ShapeError(
        `frameBatch: row ${i}, frame ${Math.floor(wrong / size)} holds ${numbers[wrong]}; give finite numbers.`,
        `[S, ${size}]`,
        [numbers.length / size, size],
      );
    }
    frames.set(numbers, i * length * size);
    mask.fill(1, i * length, i * length + numbers.length / size);
  }
  return {
    frames: tf.tensor3d(frames, [rows.length, length, size]),
    mask: tf.tensor2d(mask, [rows.length, length]),
  };
};

const checkedNumbers = (row: Float32Array, size: number, i: number): Float32Array => {
  if (row.length % size === 0) return row;
  throw new ShapeError(
    `frameBatch: row ${i} has ${row.length} numbers, which are no whole frames of ${size}; give a multiple of ${size}.`,
    `[S, ${size}]`,
    [row.length],
  );
};

const joined = (row: readonly (readonly number[])[], size: number, i: number): Float32Array => {
  for (const [s, frame] of row.entries()) {
    if (frame.length === size) continue;
    throw new ShapeError(
      `frameBatch: row ${i}, frame ${s} has ${frame.length} numbers, expected ${size}; give all frames the same width.`,
      `[S, ${size}]`,
      [row.length, frame.length],
    );
  }
  return Float32Array.from(row.flat());
};
