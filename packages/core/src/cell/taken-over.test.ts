// A stack of LSTMs tells a decoder what it is, so that one operation can do all its work. A cell that was changed by a wrapper must not
// be taken for the LSTM inside it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Attention } from '../attention/attention.ts';
import { stepAttention } from '../decoder/unroll-attention.ts';
import { createParameterStore, type ParameterScope } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import type { LayerCell } from './cell.ts';
import { deepTransitionCell } from './deep-transition-cell.ts';
import { layerNormLstmCell } from './layer-norm-lstm-cell.ts';
import { lstmCell, type LstmState } from './lstm-cell.ts';
import { lstmTransition } from './lstm-transition.ts';
import { stackedCell } from './stacked-cell.ts';
import { withDropout } from './with-dropout.ts';
import { withVariationalDropout } from './with-variational-dropout.ts';
import { withZoneout } from './with-zoneout.ts';

const kernel = 'Seq2SeqAttentionDecoder';
const B = 2;
/** Of tokens, memory, keys and hidden alike; kernels work on four values at a time. */
const width = 4;

/** Whether a backend that has a decoder as one operation would take these cells over for a step. */
const isTakenOver = (
  create: (plain: LayerCell<LstmState>, parameters: ParameterScope) => LayerCell<LstmState>,
): boolean => {
  const store = createParameterStore(scattered(1));
  let calls = 0;
  tf.registerKernel({
    kernelName: kernel,
    backendName: 'cpu',
    kernelFunc: () => {
      calls++;
      return Array.from({ length: 7 }, () => tf.zeros([B, width]));
    },
  });
  try {
    const random = createRandom(1);
    const matrix = (): Tensor2D => randomMatrix(B, width, random);
    const cells = ['0', '1'].map((layer) => {
      const scope = store.scope(layer);
      const sizes = { inputSize: layer === '0' ? 2 * width : width, units: width };
      return create(lstmCell(sizes, scope), scope);
    });
    const memory = { values: tf.zeros<tf.Rank.R3>([B, 3, width]), mask: tf.ones<tf.Rank.R2>([B, 3]) };
    const additive = { queryKernel: randomMatrix(width, width, random), v: tf.ones<tf.Rank.R1>([width]) };
    const attention = { memorySize: width, contextSize: width, additive } as Partial<Attention> as Attention;
    const mode: Mode = { training: true, random };
    const stepped = stepAttention({
      ...{ inputSize: width, cell: stackedCell(cells), attention, mode, input: matrix() },
      stack: { layers: cells.map(() => ({ hidden: matrix(), carry: matrix() })) },
      prepared: { ...memory, keys: tf.zeros<tf.Rank.R3>([B, 3, width]) },
    });
    expect(calls).toBe(stepped === undefined ? 0 : 1);
    return stepped !== undefined;
  } finally {
    tf.unregisterKernel(kernel, 'cpu');
    store.dispose();
  }
};

cpuTest('plain LSTMs are taken over, and so are those that drop of their input, whose rate is known', () => {
  expect(isTakenOver((cell) => cell)).toBe(true);
  expect(isTakenOver((cell) => withDropout(cell, 0.5))).toBe(true);
});

cpuTest('cells that compute something else are not, whatever is wrapped around them', () => {
  const changed: Parameters<typeof isTakenOver>[0][] = [
    (cell) => withZoneout(cell, 0.5),
    (cell) => withVariationalDropout(cell, { inputs: 0.5 }, 'a'),
    (cell) => withVariationalDropout(cell, { state: 0.5 }, 'a'),
    (cell) => withDropout(withDropout(cell, 0.5), 0.5),
    (cell, scope) => deepTransitionCell(cell, [lstmTransition(width, {}, scope.scope('transition'))]),
    ({ inputSize }, scope) => layerNormLstmCell({ inputSize, units: width }, scope.scope('normalized')),
  ];
  for (const create of changed) {
    expect(isTakenOver(create)).toBe(false);
    expect(isTakenOver((cell, scope) => withDropout(create(cell, scope), 0.5))).toBe(false);
  }
});
