import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectClose, expectGradients, expectNoLeak } from '../../testing/index.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { embeddingLookup } from './embedding-lookup.ts';

/** A table, ids with repetitions and absences, and what comes back for each looked-up number. */
const lookups = fc
  .record({ V: fc.integer({ min: 1, max: 5 }), E: fc.integer({ min: 1, max: 4 }), B: fc.integer({ min: 1, max: 3 }) })
  .chain(({ V, E, B }) =>
    fc.record({
      V: fc.constant(V),
      E: fc.constant(E),
      ids: fc.array(fc.array(fc.nat(V - 1), { minLength: 3, maxLength: 3 }), { minLength: B, maxLength: B }),
    }),
  );

const wave = (length: number, from: number): number[] =>
  Array.from({ length }, (_, i) => Math.fround(Math.sin(from + i)));

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  test('the kernel that decides the path is there on the cpu alone', () => {
    expect(tf.getKernel('UnsortedSegmentSum', backend) !== undefined).toBe(backend === 'cpu');
  });

  test('gives the rows, whatever the shape of the ids', () => {
    expectNoLeak(() => {
      tf.tidy(() => {
        const table = tf.tensor2d([0, 1, 10, 11, 20, 21], [3, 2]);
        const rows = embeddingLookup(table, tf.tensor2d([2, 0, 2, 1], [2, 2], 'int32'));
        expect(rows.shape).toEqual([2, 2, 2]);
        expectClose(rows, [20, 21, 0, 1, 20, 21, 10, 11]);
        const row = embeddingLookup(table, tf.tensor1d([1], 'int32'));
        expect(row.shape).toEqual([1, 2]);
        expectClose(row, [10, 11]);
      });
    });
  });

  test('the gradient of a row is the sum over all places of its id', () => {
    expectNoLeak(() => {
      fc.assert(
        fc.property(lookups, ({ V, E, ids }) => {
          tf.tidy(() => {
            const upstream = wave(ids.length * 3 * E, 1);
            const gradient = tf.grad((table) => {
              const found = embeddingLookup(table as Tensor2D, tf.tensor2d(ids, undefined, 'int32'));
              return tf.sum(tf.mul(found, tf.tensor(upstream, found.shape)));
            })(tf.tensor2d(wave(V * E, 0), [V, E]));

            const wanted = new Array<number>(V * E).fill(0);
            for (const [place, id] of ids.flat().entries()) {
              for (let i = 0; i < E; i++) {
                wanted[id * E + i] = (wanted[id * E + i] as number) + (upstream[place * E + i] as number);
              }
            }
            expect(gradient.shape).toEqual([V, E]);
            expectClose(gradient, wanted);
          });
        }),
        { seed: 1, numRuns: 50 },
      );
    });
  });

  test('trains: gradients equal finite differences, through what comes after too', () => {
    expectNoLeak(() => {
      const table = tf.tidy(() => tf.variable(tf.tensor2d(wave(8, 2), [4, 2])));
      const ids = tf.tensor1d([3, 1, 3, 3], 'int32');
      expectGradients(() => tf.sum<Scalar>(tf.square(tf.tanh(embeddingLookup(table, ids)))), [table]);
      tf.dispose([table, ids]);
    });
  });

  test('a table that is no matrix is a ShapeError', () => {
    expectNoLeak(() => {
      tf.tidy(() => {
        const lookup = (): unknown =>
          embeddingLookup(tf.zeros([2, 3, 4]) as unknown as Tensor2D, tf.tensor1d([0], 'int32'));
        expect(lookup).toThrow('embeddingLookup: table should be [V, E], but is [2, 3, 4]; check what');
        expect(lookup).toThrow(ShapeError);
      });
    });
  });
});
