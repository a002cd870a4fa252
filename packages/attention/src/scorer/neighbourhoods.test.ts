import '@tensorflow/tfjs-backend-cpu';
import { createRandom } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, type Matrix, randomMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { neighbourhoods } from './neighbourhoods.ts';

test('is what stands to the left and right, zero beyond the ends, by hand', () => {
  expectTidy(() => {
    const rows = tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expectNumbers(neighbourhoods(rows, 3), [
      [
        [0, 1, 2],
        [1, 2, 3],
        [2, 3, 0],
      ],
      [
        [0, 4, 5],
        [4, 5, 6],
        [5, 6, 0],
      ],
    ]);
    expectNumbers(neighbourhoods(rows, 1), [
      [[1], [2], [3]],
      [[4], [5], [6]],
    ]);
  });
});

const shapes = [1, 2, 5, 8].flatMap((S) => [1, 3, 5, 9, 31].map((width) => [S, width] as const));

test.each(shapes)('for %i positions and a width of %i, forward and back, by loops', (S, width) => {
  expectTidy(() => {
    const random = createRandom(S * 100 + width);
    const rows = randomMatrix(3, S, random.fork('rows'));
    const around = (row: Vector, s: number): Vector =>
      Array.from({ length: width }, (_, k) => row[s + k - (width - 1) / 2] ?? 0);
    const wanted = rows.map((row) => row.map((_, s) => around(row, s)));
    expectNumbers(neighbourhoods(tf.tensor2d(rows as number[][]), width), wanted);

    // Each value counts once for every neighbourhood that it is in.
    const parts = rows.map((_, row) => randomMatrix(S, width, random.fork(`parts ${row}`)));
    const slopes = parts.map((part: Matrix) =>
      part.map((_, place) =>
        dot(
          part.map((__, s) => part[s]?.[place - s + (width - 1) / 2] ?? 0),
          part.map(() => 1),
        ),
      ),
    );
    const sum = (row: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(neighbourhoods(row as Tensor2D, width), tf.tensor3d(parts as number[][][])));
    expectNumbers(tf.grad(sum)(tf.tensor2d(rows as number[][])), slopes);
  });
});
