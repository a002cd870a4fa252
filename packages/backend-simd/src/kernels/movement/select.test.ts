import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counting, expectAsOnCpu, onBothBuilds } from './__fixtures__/compare-backends.ts';

onBothBuilds(() => {
  test('oneHot equals backend-cpu; an index out of range leaves its row without a mark', () => {
    const indices = fc.array(fc.integer({ min: -2, max: 40 }), { maxLength: 20 });
    const depth = fc.integer({ min: 2, max: 38 });
    const type = fc.constantFrom('float32', 'int32', 'bool');
    const property = fc.property(indices, depth, type, (values, size, dtype) => {
      const data = { shape: [values.length], dtype: 'int32' as const, values };
      expectAsOnCpu((x) => tf.oneHot(x, size, 1, 0, dtype), [data]);
      if (dtype !== 'bool') expectAsOnCpu((x) => tf.oneHot(x, size, 7, -3, dtype), [data]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
    expectAsOnCpu((x) => tf.oneHot(x, 6, 0.5, -0.25, 'float32'), [counting([2, 3], 'int32')]);
  });

  test('topk equals backend-cpu, also among equals', () => {
    const size = fc.integer({ min: 1, max: 100 });
    const property = fc.property(
      fc.constantFrom(0, 1, 2, 5),
      size,
      fc.nat(),
      fc.nat(20),
      (rows, length, anyK, spread) => {
        const x = counting([rows, length]);
        const values = x.values.map((_, i) => Math.round(Math.sin(i * 12.9) * spread));
        expectAsOnCpu((a) => Object.values(tf.topk(a, (anyK % length) + 1)), [{ ...x, values }]);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 150 });
    expectAsOnCpu((a) => Object.values(tf.topk(a, 3)), [counting([4, 9], 'int32')]);
  });

  test('topk takes infinities in order and not-a-number last', () => {
    const row = [Number.NaN, -Infinity, 2, Number.NaN, Infinity, -Infinity, 2, Number.NaN];
    const { values, indices } = tf.topk(tf.tensor1d(row), 7);
    expect([...values.dataSync()]).toEqual([Infinity, 2, 2, -Infinity, -Infinity, Number.NaN, Number.NaN]);
    expect([...indices.dataSync()]).toEqual([4, 2, 6, 1, 5, 0, 3]);
    tf.dispose([values, indices]);
  });
});
