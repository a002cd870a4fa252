import * as tf from '@tensorflow/tfjs-core';
import type { CellState } from '../../cell/cell.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { defineSummary, type SummaryKind } from './summary.ts';

/**
 * c = ←h₁: what the top layer's backward direction knows when it has come to the first token, alone. Half as wide as the memory of a
 * bidirectional encoder.
 *
 * @throws ConfigError if the top layer has no backward direction
 * @see Bahdanau, Cho, Bengio 2015, appendix A.2.2
 */
export const firstBackwardSummary: SummaryKind<Record<never, never>> = defineSummary(
  ({ stateSizes, backwardSize }) => {
    const hiddenSize = stateSizes.at(-1)?.['hidden'] ?? 0;
    if (backwardSize === 0) {
      throw new ConfigError(
        `first-backward summary: it wants what the top layer read backward, but that layer reads forward only (${hiddenSize} forward, ` +
          '0 backward); make direction backward or bidirectional, or use the summary last.',
        'encoder.summary',
      );
    }
    return {
      size: backwardSize,
      summarize: ({ finalStates }) => {
        const { hidden } = finalStates.at(-1) as CellState;
        return tf.slice(hidden, [0, hiddenSize - backwardSize], [hidden.shape[0], backwardSize]);
      },
    };
  },
  {
    name: 'first-backward',
    formula: '←h₁, the backward half at the first token',
    source: 'Bahdanau, Cho, Bengio 2015, appendix A.2.2',
    options: {},
  },
);
