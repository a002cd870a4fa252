import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { embeddingLookup } from './embedding-lookup.ts';
import { smallLookup } from './lookup.ts';

const newTable = (): Variable => tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2]));
const newIds = (tokens = 5): Tensor => tf.tensor1d(new Int32Array(tokens), 'int32');
const embed = (table: Tensor, ids = newIds()): Tensor => embeddingLookup(table as Tensor2D, ids);

/** Runs as a function that tfjs differentiates, by something that has nothing to do with it. */
const whileDifferentiating = (run: () => void): void => {
  tf.grad((x) => {
    run();
    return tf.sum<Scalar>(x);
  })(tf.scalar(1));
};

cpuTest('a tensor of more than twice as many tokens as there are rows says which rows it holds', () => {
  const [table, ids] = [newTable(), newIds(5)];
  expect(smallLookup(embed(table, ids))).toEqual({ table, ids });
  expect(smallLookup(embed(table, newIds(4)))).toBeUndefined();
  expect(smallLookup(tf.ones([5, 2]))).toBeUndefined();
  expect(smallLookup(tf.clone(embed(table, ids)))).toBeUndefined();
  table.dispose();
});

cpuTest('not once its ids or table are gone', () => {
  const [table, ids] = [newTable(), newIds()];
  const vectors = embed(table, ids);
  ids.dispose();
  expect(smallLookup(vectors)).toBeUndefined();
  const others = embed(table);
  expect(smallLookup(others)).toBeDefined();
  table.dispose();
  expect(smallLookup(others)).toBeUndefined();
});

cpuTest('not once its ids or table hold other numbers', () => {
  const table = newTable();
  const ids = tf.variable(newIds());
  const vectors = embed(table, ids);
  expect(smallLookup(vectors)).toBeDefined();
  ids.assign(newIds());
  expect(smallLookup(vectors)).toBeUndefined();
  const others = embed(table);
  table.assign(tf.ones([2, 2]));
  expect(smallLookup(others)).toBeUndefined();
  expect(smallLookup(embed(table))).toBeDefined();
  tf.dispose([table, ids]);
});

cpuTest('within one differentiated function, tidied or not, but not from one to another', () => {
  const [table, ids] = [newTable(), newIds()];
  const before = embed(table);
  let kept = before;
  whileDifferentiating(() => {
    expect(smallLookup(before)).toBeUndefined();
    const vectors = embed(table);
    expect(smallLookup(vectors)).toBeDefined();
    tf.tidy(() => {
      expect(smallLookup(vectors)).toBeDefined();
    });
    expect(smallLookup(tf.tidy(() => embed(table, ids)))).toBeDefined();

    whileDifferentiating(() => {
      expect(smallLookup(vectors)).toBeUndefined();
      kept = tf.keep(embed(table));
      expect(smallLookup(kept)).toBeDefined();
    });
    expect(smallLookup(kept)).toBeUndefined();
    whileDifferentiating(() => expect(smallLookup(kept)).toBeUndefined());
    expect(smallLookup(vectors)).toBeDefined();
  });
  expect(smallLookup(kept)).toBeUndefined();
  whileDifferentiating(() => expect(smallLookup(kept)).toBeUndefined());
  expect(smallLookup(before)).toBeDefined();
  tf.dispose([table, kept]);
});

cpuTest('not out of a custom gradient, which may go back another way', () => {
  const [table, ids] = [newTable(), newIds()];
  const embedWith = tf.customGrad((x) => {
    const value = embed(x as Tensor, ids);
    expect(smallLookup(value)).toBeDefined();
    return { value, gradFunc: () => tf.zeros([2, 2]) };
  });
  whileDifferentiating(() => expect(smallLookup(embedWith(table))).toBeUndefined());
  table.dispose();
});
