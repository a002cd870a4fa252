import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  counting,
  expectAsOnCpu,
  onBothBuilds,
  shapeOfRank,
  type TensorData,
} from '../movement/__fixtures__/compare-backends.ts';

const special = [NaN, 0, -0, Infinity, -Infinity, 1e-45, -1e-45];

/** Numbers of both signs, special ones first. */
const mixed = (shape: readonly number[]): TensorData => {
  const { values, ...rest } = counting(shape);
  return { ...rest, values: values.map((value, i) => special[i] ?? (value - 20) / 4) };
};

type Unary = (x: tf.Tensor) => tf.Tensor;

const exact: readonly [name: string, op: Unary][] = [
  ['abs', tf.abs],
  ['neg', tf.neg],
  ['relu', tf.relu],
  ['square', tf.square],
  ['sqrt', tf.sqrt],
  ['reciprocal', tf.reciprocal],
  ['step', (x) => tf.step(x, 0.25)],
  ['clipByValue', (x) => tf.clipByValue(x, -1.5, 2.25)],
  ['zerosLike', tf.zerosLike],
  ['onesLike', tf.onesLike],
];

const shape = fc.oneof(shapeOfRank(0, 2), shapeOfRank(3, 5));

const shapeOf = (size: number): [number] => [size];

onBothBuilds(() => {
  test.each(exact)('%s equals backend-cpu for all shapes, special numbers and whole numbers', (name, op) => {
    const property = fc.property(shape, (sizes) => expectAsOnCpu((x) => op(x), [mixed(sizes)]));
    fc.assert(property, { seed: 1, numRuns: 60 });
    if (name !== 'reciprocal' && name !== 'sqrt') expectAsOnCpu((x) => op(x), [counting([3, 5], 'int32')]);
  });

  test.each([
    ['abs', tf.abs],
    ['neg', tf.neg],
    ['relu', tf.relu],
    ['square', tf.square],
    ['clipByValue', (x: tf.Tensor) => tf.clipByValue(x, -1.5, 2.25)],
  ] as const)('%s has the gradient of backend-cpu', (_, op) => {
    expectAsOnCpu((x) => op(x), [{ ...counting([5, 7]), values: counting([5, 7]).values.map((v) => v - 17) }], {
      gradients: true,
    });
  });

  test('addN adds any number of tensors, with gradients', () => {
    for (const terms of [1, 2, 3, 5]) {
      const inputs = Array.from({ length: terms }, () => counting([3, 7]));
      expectAsOnCpu((...given) => tf.addN(given), inputs, { gradients: true });
    }
    expectAsOnCpu((...given) => tf.addN(given), [counting([5], 'int32'), counting([5], 'int32')]);
  });

  test('fill equals backend-cpu for all types', () => {
    for (const size of [0, 1, 3, 16, 37]) {
      expectAsOnCpu(() => tf.fill(shapeOf(size), -2.5), []);
      expectAsOnCpu(() => tf.fill(shapeOf(size), 7, 'int32'), []);
      expectAsOnCpu(() => tf.fill(shapeOf(size), true as unknown as number, 'bool'), []);
    }
  });

  test('cast converts every type to every other, and what follows sees the converted numbers', () => {
    const types = ['float32', 'int32', 'bool'] as const;
    for (const from of types) {
      for (const to of types) {
        for (const size of [0, 1, 3, 4, 18]) {
          const data =
            from === 'float32'
              ? { ...mixed([size]), values: mixed([size]).values.map((v) => (Math.abs(v) < 1e9 ? v : 0)) }
              : counting([size], from);
          expectAsOnCpu((x) => tf.cast(x, to), [data]);
          expectAsOnCpu((x) => tf.add(tf.cast(tf.cast(x, to), 'float32'), 0.5), [data]);
        }
      }
    }
  });

  test('cast keeps what is beyond int32 at its ends', () => {
    const values = tf.tidy(() => tf.cast(tf.tensor1d([3e9, -3e9, NaN, Infinity, 2.9, -2.9]), 'int32').dataSync());
    expect([...values]).toEqual([2 ** 31 - 1, -(2 ** 31), 0, 2 ** 31 - 1, 2, -2]);
  });

  test('logical operations and where equal backend-cpu, with gradients', () => {
    const property = fc.property(shape, (sizes) => {
      const condition = counting(sizes, 'bool');
      const other: TensorData = { ...condition, values: condition.values.map((_, i) => (i % 5 < 2 ? 1 : 0)) };
      expectAsOnCpu((a, b) => tf.logicalAnd(a, b), [condition, other]);
      expectAsOnCpu((a) => tf.logicalNot(a), [condition]);
      expectAsOnCpu((c, a, b) => tf.where(c, a, b), [condition, mixed(sizes), counting(sizes)]);
    });
    fc.assert(property, { seed: 1, numRuns: 60 });
    expectAsOnCpu((a, b) => tf.logicalAnd(a, b), [counting([3, 1], 'bool'), counting([1, 4], 'bool')]);
    const mask = [1, 0, 0, 1, 1, 0];
    expectAsOnCpu((a, b) => tf.where(tf.tensor2d(mask, [2, 3], 'bool'), a, b), [counting([2, 3]), counting([2, 3])], {
      gradients: true,
    });
    expectAsOnCpu((a) => tf.where(tf.tensor2d([1, 0], [2, 1], 'bool'), a, 0), [counting([2, 3])]);
  });
});
