import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerSimdBackend } from '../index.ts';

type Matrices = { readonly shape: readonly number[]; readonly values: Float32Array };

const matricesOf = (shape: readonly number[], seed: number): Matrices => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 1.3 + seed)),
});

/** The plain definition, in float64. */
const multiply = (
  a: Matrices,
  b: Matrices,
  transposeA: boolean,
  transposeB: boolean,
  outer: readonly number[],
): number[] => {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [rows, depth] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  /** Which matrix of an operand meets matrix `index` of the result: an axis of size 1 is repeated. */
  const matrixOf = ({ shape }: Matrices, index: number): number => {
    const sizes = shape.slice(0, -2);
    let matrix = 0;
    let step = 1;
    let rest = index;
    for (let axis = 1; axis <= outer.length; axis++) {
      const size = sizes.at(-axis) ?? 1;
      if (axis <= sizes.length) matrix += size === 1 ? 0 : (rest % (outer.at(-axis) as number)) * step;
      step *= size;
      rest = Math.floor(rest / (outer.at(-axis) as number));
    }
    return matrix;
  };
  const result: number[] = [];
  for (let index = 0; index < outer.reduce((x, y) => x * y, 1); index++) {
    const [aStart, bStart] = [matrixOf(a, index) * aRows * aColumns, matrixOf(b, index) * bRows * bColumns];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let d = 0; d < depth; d++) {
          const x = a.values[aStart + (transposeA ? d * aColumns + i : i * aColumns + d)] as number;
          const y = b.values[bStart + (transposeB ? j * bColumns + d : d * bColumns + j)] as number;
          sum += x * y;
        }
        result.push(sum);
      }
    }
  }
  return result;
};

const expectProduct = (
  a: Matrices,
  b: Matrices,
  transposeA: boolean,
  transposeB: boolean,
  outer: readonly number[],
): void => {
  const before = tf.memory().numTensors;
  const product = tf.tidy(() => {
    const tensor = ({ values, shape }: Matrices): tf.Tensor => tf.tensor(values, [...shape]);
    return tf.matMul(tensor(a), tensor(b), transposeA, transposeB);
  });
  expect(product.shape.slice(0, -2)).toEqual(outer);
  const wanted = multiply(a, b, transposeA, transposeB, outer);
  const actual = product.dataSync();
  expect(actual.length).toBe(wanted.length);
  const depth = a.shape.at(transposeA ? -2 : -1) as number;
  for (const [i, value] of wanted.entries()) {
    if (!(Math.abs((actual[i] as number) - value) <= 2e-7 * (depth + 3)))
      expect.fail(`${i}: ${actual[i]}, not ${value}`);
  }
  product.dispose();
  expect(tf.memory().numTensors).toBe(before);
};

describe.each([{ strict: false }, { strict: true }])('strict: $strict', (options) => {
  beforeAll(async () => {
    registerSimdBackend(options);
    await tf.setBackend('simd');
  });

  test('matrices, batches of them, and batches that meet one matrix', () => {
    const size = fc.integer({ min: 0, max: 40 });
    const outers: [number[], number[], number[]][] = [
      [[], [], []],
      [[3], [3], [3]],
      [[4], [1], [4]],
      [[1], [4], [4]],
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      [
        [2, 3],
        [1, 1],
        [2, 3],
      ],
    ];
    const property = fc.property(
      fc.tuple(size, size, size),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(...outers),
      ([rows, depth, columns], transposeA, transposeB, [outerA, outerB, outer]) => {
        const a = matricesOf([...outerA, ...(transposeA ? [depth, rows] : [rows, depth])], 1);
        const b = matricesOf([...outerB, ...(transposeB ? [columns, depth] : [depth, columns])], 2);
        expectProduct(a, b, transposeA, transposeB, outer);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  test('vectors and matrices of one row, column or depth, in batches', () => {
    const size = fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 70 }));
    const property = fc.property(
      fc.constantFrom<(n: number, m: number) => [number, number, number]>(
        (n, m) => [1, n, m],
        (n, m) => [n, m, 1],
        (n, m) => [n, 1, m],
      ),
      fc.tuple(size, size),
      fc.tuple(fc.boolean(), fc.boolean()),
      fc.constantFrom([5, 5], [5, 1], [1, 5]),
      (shapeOf, [n, m], [transposeA, transposeB], [outerA, outerB]) => {
        const [rows, depth, columns] = shapeOf(n, m);
        const a = matricesOf([outerA, ...(transposeA ? [depth, rows] : [rows, depth])], 1);
        const b = matricesOf([outerB, ...(transposeB ? [columns, depth] : [depth, columns])], 2);
        expectProduct(a, b, transposeA, transposeB, [5]);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  test('outer axes that are repeated in one operand and not in the other, on both sides', () => {
    for (const [outerA, outerB, outer] of [
      [
        [2, 1],
        [2, 3],
        [2, 3],
      ],
      [
        [2, 3],
        [1, 3],
        [2, 3],
      ],
      [
        [2, 1],
        [1, 3],
        [2, 3],
      ],
      [
        [2, 3],
        [2, 1],
        [2, 3],
      ],
      [[3], [2, 3], [2, 3]],
    ] as const) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        // prettier-ignore
        const a = matricesOf([...outerA, ...(transposeA ? [4, 5] : [5, 4])], 1);
        const b = matricesOf([...outerB, ...(transposeB ? [6, 4] : [4, 6])], 2);
        expectProduct(a, b, transposeA, transposeB, outer);
      }
    }
  });

  test('whole numbers are multiplied as such, by backend-cpu', () => {
    const product = tf.tidy(() => {
      const a = tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32');
      return tf.matMul(a, a);
    });
    expect([product.dtype, product.arraySync()]).toEqual([
      'int32',
      [
        [7, 10],
        [15, 22],
      ],
    ]);
    product.dispose();
  });

  test('sizes that do not fit together are named', () => {
    const [a, b] = [tf.zeros([2, 3]), tf.zeros([4, 5])];
    expect(() => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D)).toThrow(/inner/i);
    tf.dispose([a, b]);
  });

  test('gradients are those of the plain definition', () => {
    const before = tf.memory();
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      // prettier-ignore
      const a = matricesOf(transposeA ? [5, 7] : [7, 5], 1);
      const b = matricesOf(transposeB ? [9, 5] : [5, 9], 2);
      const dy = matricesOf([7, 9], 3);
      tf.tidy(() => {
        const tensor = ({ values, shape }: Matrices): tf.Tensor2D => tf.tensor2d(values, shape as [number, number]);
        const [da, db] = tf.grads((x, y) => tf.matMul(x, y, transposeA, transposeB))(
          [tensor(a), tensor(b)],
          tensor(dy),
        ) as [tf.Tensor, tf.Tensor];
        // d(AB) gives dA = dY Bᵀ and dB = Aᵀ dY; a transposed operand has the transposed gradient.
        const wantedA = transposeA ? multiply(b, dy, transposeB, true, []) : multiply(dy, b, false, !transposeB, []);
        const wantedB = transposeB ? multiply(dy, a, true, transposeA, []) : multiply(a, dy, !transposeA, false, []);
        for (const [i, value] of da.dataSync().entries()) expect(value).toBeCloseTo(wantedA[i] as number, 5);
        for (const [i, value] of db.dataSync().entries()) expect(value).toBeCloseTo(wantedB[i] as number, 5);
      });
    }
    expect(tf.memory().numTensors).toBe(before.numTensors);
  });
});
