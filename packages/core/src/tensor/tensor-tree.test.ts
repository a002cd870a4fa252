import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectClose, expectNoLeak } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { disposeTree, gatherRows, listTensors, mapTensors, type TensorTree, tidyTree } from './tensor-tree.ts';

const sample = () => ({
  stack: { layers: [{ hidden: tf.tensor1d([1, 2]) }, { hidden: tf.tensor1d([3, 4]), carry: tf.tensor1d([5, 6]) }] },
  feed: tf.tensor1d([7, 8]),
});

cpuTest('mapTensors keeps the nesting and changes the leaves', () => {
  const tree = sample();
  const doubled = mapTensors(tree, (leaf) => tf.mul(leaf, 2));
  expectClose(doubled.stack.layers[0]?.hidden as Tensor, [2, 4]);
  expectClose(doubled.feed, [14, 16]);
  expect(Array.isArray(doubled.stack.layers)).toBe(true);
  expect(Object.keys(doubled)).toEqual(['stack', 'feed']);
  expect(Object.keys(doubled.stack.layers[1] as object)).toEqual(['hidden', 'carry']);
  expectClose(tree.feed, [7, 8]);
  const alone = tf.tensor1d([1]);
  expect(mapTensors(alone, (leaf) => leaf)).toBe(alone);
  expect(mapTensors([], () => alone)).toEqual([]);
  expect(mapTensors({}, () => alone)).toEqual({});
});

cpuTest('listTensors lists every leaf in order', () => {
  const tree = sample();
  const first = listTensors(tree).map((leaf) => leaf.dataSync()[0]);
  expect(first).toEqual([1, 3, 5, 7]);
  expect(listTensors(tree.feed)).toEqual([tree.feed]);
  expect(listTensors([{}, []])).toEqual([]);
});

cpuTest('gatherRows: row i is old row rows[i], in every leaf, whatever its rank and type', () => {
  const width = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((B) => fc.tuple(fc.constant(B), width, fc.array(fc.nat(B - 1), { minLength: 1, maxLength: 6 }))),
      ([B, W, rows]) => {
        const numbers = Array.from({ length: B * W }, (_, i) => i);
        const tree = {
          matrix: tf.tensor2d(numbers, [B, W]),
          nested: [tf.tensor3d(numbers, [B, 1, W]), tf.tensor2d(numbers, [B, W], 'int32')],
        };
        const gathered = gatherRows(tree, Int32Array.from(rows));
        const wanted = rows.flatMap((row) => numbers.slice(row * W, (row + 1) * W));
        for (const leaf of listTensors(gathered)) expectClose(leaf, wanted, { absolute: 0 });
        expect(gathered.matrix.shape).toEqual([rows.length, W]);
        expect(gathered.nested.map(({ shape }) => shape)).toEqual([
          [rows.length, 1, W],
          [rows.length, W],
        ]);
        expect(gathered.nested[1]?.dtype).toBe('int32');
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

test('gatherRows leaves only its result behind', async () => {
  await tf.setBackend('cpu');
  const tree = sample();
  const before = tf.memory().numTensors;
  const gathered = gatherRows(tree, Int32Array.of(1, 0));
  expect(tf.memory().numTensors - before).toBe(4);
  expectNoLeak(() => {
    disposeTree(gatherRows(tree, Int32Array.of(1, 1, 1)));
  });
  disposeTree(gathered);
  disposeTree(tree);
  expect(tf.memory().numTensors).toBe(before - 4);
});

test('tidyTree keeps what the function returns and frees the rest, also where it throws', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const kept = tidyTree((): TensorTree => {
    const between = tf.ones([2]);
    return { nested: [tf.add(between, 1), { deep: tf.mul(between, 3) }] };
  });
  expect(tf.memory().numTensors - before).toBe(2);
  expect(listTensors(kept).map((leaf) => leaf.dataSync()[0])).toEqual([2, 3]);
  disposeTree(kept);
  expect(() =>
    tidyTree(() => {
      tf.ones([2]);
      throw new Error('own');
    }),
  ).toThrow('own');
  expect(tf.memory().numTensors).toBe(before);
});
