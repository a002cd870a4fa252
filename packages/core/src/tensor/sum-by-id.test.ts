import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectClose, expectNoLeak } from '../../testing/index.ts';
import { sameIds, sumById, valuesById } from './sum-by-id.ts';

const someSums = fc
  .record({
    B: fc.integer({ min: 1, max: 3 }),
    T: fc.integer({ min: 1, max: 3 }),
    S: fc.integer({ min: 1, max: 4 }),
    size: fc.integer({ min: 2, max: 5 }),
  })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      ids: fc.array(fc.nat(sizes.size - 1), { minLength: sizes.B * sizes.S, maxLength: sizes.B * sizes.S }),
    }),
  );

const wave = (length: number): number[] => Array.from({ length }, (_, i) => Math.fround(Math.sin(1 + i)));

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  test('the kernel that adds up rows is there on the cpu alone', () => {
    expect(tf.getKernel('UnsortedSegmentSum', backend) !== undefined).toBe(backend === 'cpu');
  });

  test('adds up by id, and gives back what stands at each id, by loops', () => {
    expectNoLeak(() => {
      fc.assert(
        fc.property(someSums, ({ sizes: { B, T, S, size }, ids }) => {
          tf.tidy(() => {
            const idTensor = tf.tensor2d(ids, [B, S], 'int32');
            const values = wave(B * T * S);
            const wanted = new Array<number>(B * T * size).fill(0);
            for (const [i, value] of values.entries()) {
              const [row, s] = [Math.floor(i / S), i % S];
              const at = row * size + (ids[Math.floor(row / T) * S + s] as number);
              wanted[at] = (wanted[at] as number) + value;
            }
            for (const way of backend === 'cpu' ? (['product', 'rows'] as const) : (['product'] as const)) {
              const sums = sumById(tf.tensor3d(values, [B, T, S]), idTensor, size, way);
              expect(sums.shape).toEqual([B, T, size]);
              expectClose(sums, wanted);
            }

            const all = wave(B * T * size);
            const found = valuesById(tf.tensor3d(all, [B, T, size]), idTensor);
            expect(found.shape).toEqual([B, T, S]);
            const right = values.map((_, i) => {
              const row = Math.floor(i / S);
              return all[row * size + (ids[Math.floor(row / T) * S + (i % S)] as number)] as number;
            });
            expectClose(found, right, { absolute: 0, relative: 0 });
          });
        }),
        { seed: 1, numRuns: 50 },
      );
    });
  });
});

test('by hand: which positions have one id, and where it stands first', async () => {
  await tf.setBackend('cpu');
  expectNoLeak(() => {
    tf.tidy(() => {
      const { same, first } = sameIds(tf.tensor2d([7, 2, 7, 1, 1, 1], [2, 3], 'int32'));
      expect(same.arraySync()).toEqual([
        [
          [1, 0, 1],
          [0, 1, 0],
          [1, 0, 1],
        ],
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      ]);
      expect(first.arraySync()).toEqual([[[1, 1, 0]], [[1, 0, 0]]]);
    });
  });
});
