import * as tf from '@tensorflow/tfjs-core';
import { checkShapes } from '../../tensor/check-shapes.ts';
import { defineSummary, type SummaryKind } from './summary.ts';

/**
 * c = Σ h_s / S over the real positions of the memory. A row without any gets zeros.
 *
 * @see Xu et al. 2015, section 3.1.2; Sennrich et al. 2017 (Nematus), section 2
 */
export const meanSummary: SummaryKind<Record<never, never>> = defineSummary(
  ({ memorySize }) => ({
    size: memorySize,
    summarize: ({ memory: { values, mask } }) => {
      checkShapes('meanSummary', { values: [values, `B S ${memorySize}`], mask: [mask, 'B S'] });
      const sum = tf.sum<tf.Tensor2D>(tf.mul(values, tf.expandDims(mask, 2)), 1);
      return tf.div(sum, tf.maximum(tf.sum(mask, 1, true), 1));
    },
  }),
  {
    name: 'mean',
    formula: 'Σ h_s / S over real positions',
    source: 'Xu et al. 2015, section 3.1.2',
    options: {},
  },
);
