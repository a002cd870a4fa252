// The product with transposed operands, which is back-propagation, held against plain loops in double precision.
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './use-backend.ts';

beforeAll(() => useBackend('wasm'));

/** [B, n, m] · [B, m, p], where either may be stored with its last two axes exchanged. */
type Product = {
  readonly batches: number;
  readonly n: number;
  readonly m: number;
  readonly p: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly rank: 2 | 3 | 4;
  /** Whether one operand is the same for the whole batch. */
  readonly shared: 'neither' | 'a' | 'b';
  readonly seed: readonly number[];
};

const axis = fc.integer({ min: 1, max: 12 });
const products: fc.Arbitrary<Product> = fc.record({
  batches: fc.integer({ min: 1, max: 4 }),
  n: axis,
  m: axis,
  p: axis,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  rank: fc.constantFrom(2 as const, 3 as const, 4 as const),
  shared: fc.constantFrom('neither' as const, 'a' as const, 'b' as const),
  seed: fc.array(
    fc.integer({ min: -64, max: 64 }).map((value) => value / 16),
    { minLength: 29, maxLength: 29 },
  ),
});

const operandsOf = (product: Product) => {
  const { n, m, p, transposeA, transposeB, rank, shared, seed } = product;
  const batches = rank === 2 ? 1 : product.batches;
  const valuesOf = (isShared: boolean, size: number, offset: number): number[] =>
    Array.from({ length: (isShared ? 1 : batches) * size }, (_, i) => seed[(7 * i + offset) % seed.length] as number);
  const shapeOf = (isShared: boolean, rows: number, columns: number): number[] => {
    const count = isShared ? 1 : batches;
    return { 2: [rows, columns], 3: [count, rows, columns], 4: [1, count, rows, columns] }[rank];
  };
  const [a, b] = [valuesOf(shared === 'a', n * m, 0), valuesOf(shared === 'b', m * p, 13)];
  return {
    batches,
    a,
    b,
    shapeA: shapeOf(shared === 'a', transposeA ? m : n, transposeA ? n : m),
    shapeB: shapeOf(shared === 'b', transposeB ? p : m, transposeB ? m : p),
  };
};

const plainLoops = (product: Product, batches: number, a: readonly number[], b: readonly number[]): number[] => {
  const { n, m, p, transposeA, transposeB, shared } = product;
  const result: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const [startA, startB] = [shared === 'a' ? 0 : batch * n * m, shared === 'b' ? 0 : batch * m * p];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < p; j++) {
        let sum = 0;
        for (let k = 0; k < m; k++) {
          const left = a[startA + (transposeA ? k * n + i : i * m + k)] as number;
          const right = b[startB + (transposeB ? j * m + k : k * p + j)] as number;
          sum += left * right;
        }
        result.push(sum);
      }
    }
  }
  return result;
};

const expectNear = (actual: ArrayLike<number>, wanted: readonly number[], tolerance: number): void => {
  expect(actual.length).toBe(wanted.length);
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs((actual[index] as number) - value)).toBeLessThanOrEqual(tolerance);
  }
};

test('all four transpositions, alone, batched and with a shared operand', () => {
  const before = { ...tf.memory(), arrays: tf.backend().numDataIds() };
  fc.assert(
    fc.property(products, (product) => {
      const { batches, a, b, shapeA, shapeB } = operandsOf(product);
      const actual = tf.tidy(() =>
        tf.matMul(tf.tensor(a, shapeA), tf.tensor(b, shapeB), product.transposeA, product.transposeB).dataSync(),
      );
      // Sixteenths: every product and sum is exact in single precision.
      expectNear(actual, plainLoops(product, batches, a, b), 0);
    }),
    { seed: 1, numRuns: 300 },
  );
  expect({ ...tf.memory(), arrays: tf.backend().numDataIds() }).toEqual(before);
});

test('gradients of all four agree with finite differences', () => {
  const before = tf.backend().numDataIds();
  fc.assert(
    fc.property(
      products.filter(({ rank, shared }) => rank < 4 && shared === 'neither'),
      (product) => {
        const { batches, a, b, shapeA, shapeB } = operandsOf(product);
        const weights = Array.from({ length: batches * product.n * product.p }, (_, i) => Math.sin(i));
        const loss = (left: readonly number[], right: readonly number[]): number =>
          plainLoops(product, batches, left, right).reduce((sum, value, i) => sum + value * (weights[i] as number), 0);
        // The loss is linear in each operand, so a wide step costs no accuracy.
        const differences = (values: readonly number[], lossOf: (changed: readonly number[]) => number): number[] =>
          values.map((value, i) => (lossOf(values.with(i, value + 1)) - lossOf(values.with(i, value - 1))) / 2);

        const [gradientOfA, gradientOfB] = tf.tidy(() => {
          const gradients = tf.grads((left, right) => {
            const result = tf.matMul(left, right, product.transposeA, product.transposeB);
            return tf.sum(tf.mul(result, tf.tensor(weights, result.shape)));
          });
          return gradients([tf.tensor(a, shapeA), tf.tensor(b, shapeB)]).map((each) => each.dataSync()) as never;
        }) as unknown as [Float32Array, Float32Array];
        expectNear(
          gradientOfA,
          differences(a, (changed) => loss(changed, b)),
          2e-4,
        );
        expectNear(
          gradientOfB,
          differences(b, (changed) => loss(a, changed)),
          2e-4,
        );
      },
    ),
    { seed: 1, numRuns: 60 },
  );
  expect(tf.backend().numDataIds()).toBe(before);
});

test('what the backend refuses leaves nothing behind', () => {
  const a = tf.ones([2, 3], 'int32');
  const before = tf.backend().numDataIds();
  expect(() => tf.tidy(() => tf.matMul(a, a, true, false))).toThrow('float32');
  expect(tf.backend().numDataIds()).toBe(before);
  a.dispose();
});
