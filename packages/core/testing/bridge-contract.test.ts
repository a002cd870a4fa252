// Bridges of ours and of a user keep the contract; each law is shown to find the bridge that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import type { CellState } from '../src/cell/cell.ts';
import { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from '../src/decoder/bridge.ts';
import { copyBridgeKind } from '../src/decoder/copy-bridge.ts';
import { denseBridge, denseBridgeKind } from '../src/decoder/dense-bridge.ts';
import { zeroBridgeKind } from '../src/decoder/zero-bridge.ts';
import type { Encoded } from '../src/encoder/encoder.ts';
import { ConfigError } from '../src/errors/config-error.ts';
import { constant, glorotUniform } from '../src/parameters/initializers.ts';
import type { ParameterScope } from '../src/parameters/parameter-store.ts';
import { mapTensors } from '../src/tensor/tensor-tree.ts';
import { checkBridgeContract } from './bridge-contract.ts';

/** As a user may write it: every part begins with tanh(scale · mean of the memory · W). */
const meanBridge: BridgeKind<{ readonly scale: number }> = defineBridge(({ encoder, cells }, { scale }, parameters) => {
  const layers = cells.map(({ stateSizes }, layer) =>
    Object.entries(stateSizes).map(([part, width]) => {
      const kernel = parameters.scope(`${layer}`).create(part, [encoder.memorySize, width], glorotUniform);
      return [part, kernel] as const;
    }),
  );
  return ({ memory: { values, mask } }) => {
    const mean: Tensor2D = tf.mul(tf.div(tf.sum(values, 1), tf.sum(mask, 1, true)), scale);
    const stateOf = (parts: (typeof layers)[number]) =>
      Object.fromEntries(parts.map(([part, kernel]) => [part, tf.tanh(tf.matMul(mean, kernel))])) as CellState;
    return { layers: layers.map(stateOf) };
  };
});

describe.each([
  { name: 'copy', kind: copyBridgeKind },
  { name: 'dense', kind: denseBridgeKind },
  { name: 'zero', kind: zeroBridgeKind },
])('$name', ({ kind }) => {
  cpuTest('keeps the contract, for any seed', () => {
    for (const seed of [1, 2]) checkBridgeContract(kind, {}, { seed });
  });
});

cpuTest('a bridge of a user keeps the contract', () => checkBridgeContract(meanBridge, { scale: 2 }));

/** The dense bridge with something wrong about it. */
const broken = (change: (bridge: Bridge, ends: BridgeEnds, parameters: ParameterScope) => Bridge): BridgeKind => ({
  create: (ends, _options, parameters) => change(denseBridge(ends, parameters), ends, parameters),
});

/** The dense bridge whose states are changed. */
const partsChanged = (change: (part: Tensor, encoded: Encoded) => Tensor): BridgeKind =>
  broken((bridge) => (encoded) => mapTensors(bridge(encoded), (part) => change(part, encoded)));

const expectBroken = (kind: BridgeKind, law: string, complaint: string): void => {
  const check = () => checkBridgeContract(kind, {});
  expect(check).toThrow(`bridge contract: broken law "${law}": from one LSTM layer to one like it: `);
  expect(check).toThrow(complaint);
};

describe('finds', () => {
  cpuTest('a bridge that leaks', () => {
    const held: Tensor[] = [];
    const kind = partsChanged((part) => {
      held.push(tf.keep(tf.clone(part)));
      return part;
    });
    const check = () => checkBridgeContract(kind, {});
    expect(check).toThrow('broken law "all that creating and crossing make is given back": expectNoLeak: ');
    tf.dispose(held);
  });

  cpuTest('one that connects nothing', () => {
    const kind: BridgeKind = {
      create: () => {
        throw new ConfigError('never.', 'bridge');
      },
    };
    expectBroken(kind, 'all that creating and crossing make is given back', 'never.');
  });

  cpuTest('states of another width, too few of them, or without a part', () => {
    const law = 'there is one state per cell, with the parts and widths that it declares';
    const wider = partsChanged((part) => tf.concat([part, part], 1));
    expectBroken(wider, law, 'layers.0.hidden [3, 8]; layers.0.carry [3, 8], expected layers.0.hidden [3, 4]');
    expectBroken(
      broken((bridge) => (encoded) => ({ layers: bridge(encoded).layers.slice(1) })),
      law,
      'the state is , expected layers.0.hidden [3, 4]',
    );
    const bare = broken((bridge) => (encoded) => ({
      layers: bridge(encoded).layers.map(({ hidden }) => ({ hidden })),
    }));
    expectBroken(bare, law, 'the state is layers.0.hidden [3, 4], expected');
  });

  cpuTest('one that remembers', () => {
    let calls = 0;
    const kind = partsChanged((part) => tf.add(part, calls++ / 100));
    expectBroken(kind, 'crossing remembers nothing and changes nothing', 'the same encoding again');
  });

  cpuTest('rows that see each other', () => {
    const kind = partsChanged((part) => tf.sub(part, tf.mean(part, 0, true)));
    expectBroken(kind, 'rows do not see each other', 'row 0 of 3');
  });

  cpuTest('a mean over the whole length, padding too', () => {
    const mean = partsChanged((part, { memory }) => tf.add(part, tf.expandDims(tf.mean(memory.values, [1, 2]), 1)));
    expectBroken(mean, 'padding of the source changes nothing', 'source 0, padded to 8');
  });

  cpuTest('a weight that nothing depends on', () => {
    const kind = broken((bridge, _ends, parameters) => {
      parameters.create('idle', [2], constant(1));
      return bridge;
    });
    const law = 'every weight gets a gradient that is finite and not all zero';
    expectBroken(kind, law, 'bridge.idle gets no gradient');
  });

  cpuTest('a gradient that is not that of the value', () => {
    const halved = tf.customGrad((x, save) => {
      (save as (tensors: Tensor[]) => void)([x as Tensor]);
      return { value: tf.clone(x as Tensor), gradFunc: (dy: Tensor) => tf.mul(dy, 0.5) };
    });
    expectBroken(
      partsChanged((part) => halved(part)),
      'gradients equal finite differences',
      'the gradient is',
    );
  });

  cpuTest('a number that is not saved', () => {
    let created = 0;
    const kind = broken((bridge) => {
      const factor = 1 + created++ / 100;
      return (encoded) => mapTensors(bridge(encoded), (part) => tf.mul(part, factor));
    });
    expectBroken(kind, 'a bridge with the weights of another gives the same states', 'the copy');
  });
});
