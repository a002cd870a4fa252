import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf, type TreeSnapshot } from '../../testing/expect-same-tree.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { matricesOf, timesColumn, entry } from '../cell/__fixtures__/plain-arrays.ts';
import type { LayerCell } from '../cell/cell.ts';
import { elmanCell } from '../cell/elman-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import type { Encoded, Encoder } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../parameters/parameter-store.ts';
import { type Bridge, type BridgeKind, defineBridge } from './bridge.ts';
import { copyBridge, copyBridgeKind } from './copy-bridge.ts';
import { denseBridge, denseBridgeKind } from './dense-bridge.ts';
import { zeroBridge, zeroBridgeKind } from './zero-bridge.ts';

/** All that a bridge looks at of an encoder. */
const encoderWith = (...stateSizes: readonly Readonly<Record<string, number>>[]): Encoder =>
  ({ stateSizes }) as unknown as Encoder;

/** Final states with numbers that tell layer, part, row and column apart. */
const encodedBy = ({ stateSizes }: Encoder): Encoded => {
  const B = 2;
  const finalStates = stateSizes.map((sizes, layer) =>
    Object.fromEntries(
      Object.entries(sizes).map(([part, size]) => {
        const values = Array.from({ length: B * size }, (_, i) => layer + (part === 'carry' ? 0.5 : 0) + i / 100);
        return [part, tf.tensor2d(values, [B, size])];
      }),
    ),
  );
  return { finalStates, summary: finalStates.at(-1)?.['hidden'] } as unknown as Encoded;
};

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const lstms = (count: number, units: number, store: ParameterScope): LayerCell[] =>
  Array.from({ length: count }, (_, layer) => lstmCell({ inputSize: 2, units }, store.scope(`cell${layer}`)));

cpuTest('copy: decoder layer l gets the state of encoder layer min(l, L − 1)', () =>
  withStore((store) => {
    const encoder = encoderWith({ hidden: 2, carry: 2 }, { hidden: 2, carry: 2 });
    const encoded = encodedBy(encoder);
    const [lower, upper] = encoded.finalStates;
    const state = copyBridge({ encoder, cells: lstms(3, 2, store) })(encoded);
    expectSameTree('copied', snapshotOf(state), snapshotOf({ layers: [lower, upper, upper] as never }), exactly);
    const fewer = copyBridge({ encoder, cells: lstms(1, 2, store.scope('other')) })(encoded);
    expectSameTree('copied', snapshotOf(fewer), snapshotOf({ layers: [lower] as never }), exactly);
  }),
);

cpuTest('copy: a part that the decoder lacks is left out', () =>
  withStore((store) => {
    const encoder = encoderWith({ hidden: 2, carry: 2 });
    const encoded = encodedBy(encoder);
    const state = copyBridge({ encoder, cells: [elmanCell({ inputSize: 1, units: 2 }, store)] })(encoded);
    const hidden = encoded.finalStates[0]?.hidden as Tensor;
    expectSameTree('copied', snapshotOf(state), snapshotOf({ layers: [{ hidden }] }), exactly);
  }),
);

cpuTest('copy: what cannot be copied is a ConfigError that names both sides', () =>
  withStore((store) => {
    const cells = lstms(2, 3, store);
    const build = (encoder: Encoder) => (): unknown => copyBridge({ encoder, cells });
    expect(build(encoderWith({ hidden: 3, carry: 3 }, { hidden: 4, carry: 4 }))).toThrow(
      'bridge copy: the hidden of encoder layer 1 is 4 wide but that of decoder layer 1 is 3; use bridge dense or zero',
    );
    expect(build(encoderWith({ hidden: 3 }))).toThrow(
      'bridge copy: decoder layer 0 has a carry, which encoder layer 0 lacks; use bridge dense or zero',
    );
    expect(build(encoderWith({ hidden: 3 }))).toThrow(ConfigError);
  }),
);

cpuTest('dense: each part of each layer is tanh(s W + b) of the top state, by loops', () =>
  withStore((store) => {
    const encoder = encoderWith({ hidden: 5, carry: 5 }, { hidden: 3, carry: 3 });
    const encoded = encodedBy(encoder);
    const cells = lstms(2, 2, store);
    const { layers } = denseBridge({ encoder, cells }, store.scope('bridge'))(encoded);

    const weights = matricesOf(store);
    const wanted = [0, 1].map((layer) =>
      Object.fromEntries(
        [
          ['hidden', 'h'],
          ['carry', 'c'],
        ].map(([part, short]) => {
          const from = encoded.finalStates[1]?.[part as string]?.arraySync() as number[][];
          const rows = from.map((row) =>
            [0, 1].map((j) =>
              Math.tanh(
                timesColumn(row, weights[`bridge.${layer}.${short}.kernel`], j) +
                  entry(weights[`bridge.${layer}.${short}.bias`], j),
              ),
            ),
          );
          return [part, tf.tensor2d(rows)];
        }),
      ),
    );
    expectSameTree('dense', snapshotOf({ layers }), snapshotOf({ layers: wanted as never }));
  }),
);

cpuTest('dense: a part that the encoder lacks comes from its hidden; weights have their names and shapes', () =>
  withStore((store) => {
    const encoder = encoderWith({ hidden: 3 });
    const encoded = encodedBy(encoder);
    const bridge = denseBridge(
      { encoder, cells: [lstmCell({ inputSize: 1, units: 2 }, store.scope('other'))] },
      store.scope('bridge'),
    );
    const shapes = [...store.entries()].filter(([path]) => path.startsWith('bridge'));
    expect(shapes.map(([path, { shape }]) => [path, shape])).toEqual([
      ['bridge.0.h.kernel', [3, 2]],
      ['bridge.0.h.bias', [2]],
      ['bridge.0.c.kernel', [3, 2]],
      ['bridge.0.c.bias', [2]],
    ]);
    const hidden = encoded.finalStates[0]?.hidden.arraySync() as number[][];
    const { 'bridge.0.c.kernel': kernel, 'bridge.0.c.bias': bias } = matricesOf(store);
    const carry = hidden.map((row) => [0, 1].map((j) => Math.tanh(timesColumn(row, kernel, j) + entry(bias, j))));
    expectSameTree(
      'the carry',
      snapshotOf(bridge(encoded).layers[0]?.['carry'] as Tensor),
      snapshotOf(tf.tensor2d(carry)),
    );
  }),
);

cpuTest('zero: every part of every layer is zero, for as many rows as the source has', () =>
  withStore((store) => {
    const encoder = encoderWith({ hidden: 7 });
    const state = zeroBridge({ encoder, cells: lstms(2, 3, store) })(encodedBy(encoder));
    const zero = () => ({ hidden: tf.zeros([2, 3]), carry: tf.zeros([2, 3]) });
    expectSameTree('zero', snapshotOf(state), snapshotOf({ layers: [zero(), zero()] }), exactly);
  }),
);

describe('kinds', () => {
  const ends = (store: ParameterScope) => ({
    encoder: encoderWith({ hidden: 2, carry: 2 }),
    cells: lstms(2, 2, store.scope('decoder')),
  });
  const builtIn: readonly (readonly [string, BridgeKind<Record<never, never>>, (store: ParameterStore) => Bridge])[] = [
    ['copy', copyBridgeKind, (store) => copyBridge(ends(store))],
    ['dense', denseBridgeKind, (store) => denseBridge(ends(store), store.scope('bridge'))],
    ['zero', zeroBridgeKind, (store) => zeroBridge(ends(store))],
  ];
  for (const [name, kind, bridgeOf] of builtIn) {
    cpuTest(`${name} is made by its kind, which knows its name and that it has no options`, () => {
      const crossed = [(store: ParameterStore) => kind.create(ends(store), {}, store.scope('bridge')), bridgeOf].map(
        (create) => {
          const store = createParameterStore(scattered(1));
          const state = snapshotOf(create(store)(encodedBy(encoderWith({ hidden: 2, carry: 2 }))));
          store.dispose();
          return state;
        },
      ) as [TreeSnapshot, TreeSnapshot];
      expectSameTree(name, ...crossed, exactly);
      expect(kind.about?.name).toBe(name);
      withStore((store) => {
        const create = (): unknown => kind.create(ends(store), { depth: 2 }, store);
        expect(create).toThrow(`${name} bridge: there is no option depth; it has no options.`);
        expect(create).toThrow(ConfigError);
      });
    });
  }

  cpuTest('options of one of your own are checked, with defaults filled in', () =>
    withStore((store) => {
      const given: number[] = [];
      const kind = defineBridge<{ readonly depth?: number }>(
        ({ cells }, { depth }) => {
          given.push(depth);
          return ({ summary }) => ({ layers: cells.map((cell) => cell.initialState(summary.shape[0])) });
        },
        { name: 'deep', formula: 's', options: { depth: { type: 'count', about: 'layers', default: 2 } } },
      );
      kind.create(ends(store), {}, store);
      kind.create(ends(store.scope('again')), { depth: 3 }, store);
      expect(given).toEqual([2, 3]);
      expect(() => kind.create(ends(store.scope('more')), { depth: 0 }, store)).toThrow(
        'deep bridge: depth is 0; give a whole number above 0.',
      );
    }),
  );
});
