import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { checkShapes } from './check-shapes.ts';
import { withLookup } from './lookup.ts';

/**
 * Rows of a table by id: what turns tokens into vectors, with a gradient on every backend.
 *
 * tfjs's own `gather` cannot be trained on the WASM backend, which lacks the kernel of its gradient (UnsortedSegmentSum); there the
 * rows are summed in plain JavaScript, over memory that is JavaScript's anyway.
 *
 * @param table - [V, E]
 * @param ids - [...any] int32, each in 0 … V − 1
 * @returns [...any, E]
 * @throws ShapeError if the table is not a matrix
 */
export const embeddingLookup = (table: Tensor2D, ids: Tensor): Tensor => {
  checkShapes('embeddingLookup', { table: [table, 'V E'] });
  if (!tf.engine().isTapeOn()) return withLookup(tf.gather(table, ids), { table, ids });
  const lookup = tf.customGrad((...inputs) => {
    const [weights, save] = inputs as unknown as [Tensor2D, (saved: Tensor[]) => void];
    save([ids]);
    return {
      value: tf.gather(weights, ids),
      gradFunc: (dy: Tensor, saved: Tensor[]) => sumRowsById(dy, saved[0] as Tensor, weights.shape),
    };
  });
  return withLookup(lookup(table), { table, ids });
};

/** Row v of the result is the sum of all rows of `dy` whose id is v. */
const sumRowsById = (dy: Tensor, ids: Tensor, [rows, width]: readonly [number, number]): Tensor2D => {
  const flatIds = tf.reshape(ids, [-1]);
  const flat = tf.reshape(dy, [-1, width]);
  if (tf.getKernel('UnsortedSegmentSum', tf.getBackend()) !== undefined) {
    return tf.unsortedSegmentSum(flat, tf.cast(flatIds, 'int32') as tf.Tensor1D, rows) as Tensor2D;
  }
  const sums = new Float32Array(rows * width);
  const values = flat.dataSync();
  const idOfRow = flatIds.dataSync();
  for (let row = 0; row < idOfRow.length; row++) {
    const to = (idOfRow[row] as number) * width;
    const from = row * width;
    for (let i = 0; i < width; i++) sums[to + i] = (sums[to + i] as number) + (values[from + i] as number);
  }
  return tf.tensor2d(sums, [rows, width]);
};
