import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { registerSimdBackend } from './index.ts';

beforeAll(async () => {
  registerSimdBackend();
  await tf.setBackend('simd');
});

const size = fc.integer({ min: 1, max: 40 });

test('all four transpositions agree with plain loops', () => {
  fc.assert(
    fc.property(size, size, size, fc.boolean(), fc.boolean(), (rows, depth, columns, transposeA, transposeB) => {
      const a = Float32Array.from({ length: rows * depth }, (_, i) => Math.sin(i));
      const b = Float32Array.from({ length: depth * columns }, (_, i) => Math.cos(3 * i));
      const product = tf.tidy(() =>
        tf
          .matMul(
            tf.tensor2d(a, transposeA ? [depth, rows] : [rows, depth]),
            tf.tensor2d(b, transposeB ? [columns, depth] : [depth, columns]),
            transposeA,
            transposeB,
          )
          .dataSync(),
      );
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let d = 0; d < depth; d++) {
            sum +=
              (a[transposeA ? d * rows + i : i * depth + d] as number) *
              (b[transposeB ? j * depth + d : d * columns + j] as number);
          }
          expect(Math.abs((product[i * columns + j] as number) - sum)).toBeLessThan(1e-5 * depth);
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
