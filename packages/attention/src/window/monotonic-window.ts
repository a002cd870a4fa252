import { checkShapes, withoutGradient } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { distancesFrom, lengthsOf, within } from './positions.ts';
import { defineWindow, type WindowKind } from './window.ts';

export type MonotonicWindowOptions = {
  /** How far from the centre can still be seen, on either side. */
  readonly width: number;
};

/**
 * Local-m: target step t sees the source around position t, |s − min(t, length − 1)| ≤ width; past its end it stays at the end.
 *
 * @throws ConfigError if `width` is not above 0
 * @see Luong, Pham, Manning 2015, section 3.2
 */
export const monotonicWindow: WindowKind<MonotonicWindowOptions> = defineWindow(
  (_sizes, { width }) => {
    return {
      reveal: (_query, mask, { position }) => {
        const { S } = checkShapes('monotonicWindow.reveal', { mask: [mask, 'B S'], position: [position, 'B 1'] });
        const centre = (): tf.Tensor2D => tf.minimum(position, tf.sub(lengthsOf(mask), 1));
        return { allowed: withoutGradient(() => within(width, distancesFrom(centre(), S), mask)) };
      },
    };
  },
  {
    name: 'local-m',
    formula: '|s − min(t, length − 1)| ≤ width',
    source: 'Luong, Pham, Manning 2015, section 3.2',
    options: { width: { type: 'amount', about: 'how far from the centre can still be seen, on either side' } },
  },
);
