import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { checkShapes } from '../../tensor/check-shapes.ts';
import { withoutGradient } from '../../tensor/without-gradient.ts';
import { defineSummary, type SummaryKind } from './summary.ts';

/** Far below any value, yet finite in float32, so that nothing becomes NaN. */
const hidden = -1e38;

/**
 * c = max over s of h_s, each column for itself, over the real positions of the memory. A row without any gets zeros.
 *
 * The gradient goes to one position a column, the first of equals: tfjs's own maximum would give it whole to each of them, which is
 * too much where a source repeats itself.
 *
 * @see Collobert, Weston 2008; Conneau et al. 2017, section 3.2.2
 */
export const maxSummary: SummaryKind<Record<never, never>> = defineSummary(
  ({ memorySize }) => ({
    size: memorySize,
    summarize: ({ memory: { values, mask } }) => {
      checkShapes('maxSummary', { values: [values, `B S ${memorySize}`], mask: [mask, 'B S'] });
      const isLargest = withoutGradient(() => placesOfLargest(values, mask));
      return tf.sum<Tensor2D>(tf.mul(values, isLargest), 1);
    },
  }),
  {
    name: 'max',
    formula: 'max over s of h_s, over real positions',
    source: 'Conneau et al. 2017, section 3.2.2',
    options: {},
  },
);

/** [B, S, D], 1 at each column's first largest value among the real positions, 0 elsewhere. */
const placesOfLargest = (values: Tensor3D, mask: Tensor2D): Tensor3D => {
  const real: Tensor3D = tf.expandDims(mask, 2);
  const visible = tf.add(tf.mul(values, real), tf.mul(tf.sub(1, real), hidden));
  const largest = tf.expandDims(tf.argMax(visible, 1), 1);
  const positions = tf.reshape(tf.range(0, values.shape[1], 1, 'int32'), [1, -1, 1]);
  return tf.mul(tf.cast(tf.equal(positions, largest), 'float32'), real);
};
