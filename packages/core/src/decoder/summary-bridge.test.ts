import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkBridgeContract } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { entry, matricesOf, timesColumn } from '../cell/__fixtures__/plain-arrays.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { copyBridgeKind } from './copy-bridge.ts';
import { denseBridgeKind } from './dense-bridge.ts';
import { summaryBridgeKind } from './summary-bridge.ts';

/** An encoder of a memory alone: it has a summary, but no layer that ends with a state. */
const bag = { stateSizes: [], memorySize: 4, summarySize: 3 };

cpuTest('every part of every layer is tanh(c W + b), also where the encoder keeps no state', () => {
  const store = createParameterStore(scattered(1));
  const cells = [0, 1].map((layer) => lstmCell({ inputSize: 2, units: 2 }, store.scope(`cell${layer}`)));
  const bridge = summaryBridgeKind.create({ encoder: bag, cells }, {}, store.scope('bridge'));
  const summary = [
    [0.5, -1, 2],
    [0.25, 0, -0.75],
  ];
  const state = bridge({ summary: tf.tensor2d(summary), finalStates: [] } as unknown as Encoded);

  const weights = matricesOf(store);
  const partOf = (name: string): tf.Tensor =>
    tf.tensor2d(
      summary.map((row) =>
        [0, 1].map((j) =>
          Math.tanh(timesColumn(row, weights[`bridge.${name}.kernel`], j) + entry(weights[`bridge.${name}.bias`], j)),
        ),
      ),
    );
  const wanted = [0, 1].map((layer) => ({ hidden: partOf(`${layer}.h`), carry: partOf(`${layer}.c`) }));
  expectSameTree('summary bridge', snapshotOf(state), snapshotOf({ layers: wanted }));
  store.dispose();
});

cpuTest('those that read final states say so where there are none', () => {
  const store = createParameterStore(scattered(1));
  const cells = [lstmCell({ inputSize: 2, units: 2 }, store)];
  for (const kind of [copyBridgeKind, denseBridgeKind]) {
    const create = (): unknown => kind.create({ encoder: bag, cells }, {}, store.scope('bridge'));
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(/the encoder keeps none; use bridge summary or zero/);
  }
  store.dispose();
});

cpuTest('keeps the contract of bridges', () => {
  checkBridgeContract(summaryBridgeKind, {});
});
