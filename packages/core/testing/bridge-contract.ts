import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { assignParameters } from '../src/checkpoint/parameters-file.ts';
import type { BridgeKind } from '../src/decoder/bridge.ts';
import { uniform } from '../src/parameters/initializers.ts';
import { createParameterStore, fromZeros } from '../src/parameters/parameter-store.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import { type BridgeLaw, bridgeLaw, type BridgeSubject } from './bridge-law.ts';
import { checkLaws, type Law } from './check-laws.ts';
import { exactly, expectSameTree, leavesOf, snapshotOf } from './expect-same-tree.ts';
import { expectGradients } from './finite-differences.ts';
import { requireGradientOfEach, savedWeightsOf } from './weight-requirements.ts';

export type BridgeContractOptions = {
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks the laws that every bridge must keep, ours or yours: the states have the parts and widths of the decoder's cells, rows do not see
 * each other, padding of the source changes nothing, weights all matter and are all saved, gradients are right. It is tried between
 * encoders and decoders of several cells, depths and widths; those that it refuses with a ConfigError are left out, but not an LSTM to
 * one like it.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @param options - what the kind's `create` takes
 * @throws Error that names the first law that is broken, between which ends, and the numbers that show it
 */
export const checkBridgeContract = <Options>(
  kind: BridgeKind<Options>,
  options: Options,
  { seed = 1 }: BridgeContractOptions = {},
): void => {
  const law = bridgeLaw((ends, parameters) => kind.create(ends, options, parameters), seed);
  checkLaws('bridge contract', [...crossingLaws(law), ...weightLaws(law)]);
};

const crossingLaws = (law: BridgeLaw): Law[] => [
  law('all that creating and crossing make is given back', ({ bridge, sources, encode }) => {
    bridge(encode(sources));
  }),
  law('there is one state per cell, with the parts and widths that it declares', (subject) => {
    const { bridge, cells, sources, encode } = subject;
    const shapes = leavesOf(bridge(encode(sources))).map(([path, { shape }]) => `${path} [${shape.join(', ')}]`);
    const wanted = cells.flatMap(({ stateSizes }, layer) =>
      Object.entries(stateSizes).map(([part, size]) => `layers.${layer}.${part} [${sources.length}, ${size}]`),
    );
    if (shapes.toSorted().join('; ') !== wanted.toSorted().join('; ')) {
      throw new Error(`the state is ${shapes.join('; ')}, expected ${wanted.join('; ')}.`);
    }
  }),
  law('crossing remembers nothing and changes nothing', ({ bridge, sources, encode }) => {
    const encoded = encode(sources);
    const given = snapshotOf(encoded);
    const first = snapshotOf(bridge(encoded));
    bridge(encode(sources.toReversed()));
    expectSameTree('the same encoding again', snapshotOf(bridge(encoded)), first, exactly);
    expectSameTree('the encoding', snapshotOf(encoded), given, exactly);
  }),
  law('rows do not see each other', ({ bridge, sources, encode }) => {
    const encoded = encode(sources);
    const together = bridge(encoded);
    for (const row of sources.keys()) {
      const rows = Int32Array.of(row);
      const alone = bridge(gatherRows(encoded, rows));
      expectSameTree(`row ${row} of ${sources.length}`, snapshotOf(gatherRows(together, rows)), snapshotOf(alone));
    }
  }),
  law('padding of the source changes nothing', ({ bridge, sources, encode }) => {
    const together = bridge(encode(sources, { length: 8, padding: 7 }));
    for (const [row, source] of sources.entries()) {
      const own = gatherRows(together, Int32Array.of(row));
      expectSameTree(`source ${row}, padded to 8`, snapshotOf(own), snapshotOf(bridge(encode([source]))));
    }
  }),
];

const weightLaws = (law: BridgeLaw): Law[] => [
  law('every weight gets a gradient that is finite and not all zero', (subject) => {
    requireGradientOfEach(weightedSum(subject), subject.weights);
  }),
  law('gradients equal finite differences', (subject) => {
    if ([...subject.weights.entries()].length > 0) expectGradients(weightedSum(subject), subject.weights);
  }),
  law('a bridge with the weights of another gives the same states', (subject) => {
    const { bridge, weights, sources, encode, createAgain } = subject;
    const saved = savedWeightsOf(weights);
    const encoded = encode(sources);
    const copy = createParameterStore(fromZeros);
    try {
      const other = createAgain(copy);
      assignParameters(copy, saved, 'the copy');
      expectSameTree('the copy', snapshotOf(other(encoded)), snapshotOf(bridge(encoded)), exactly);
    } finally {
      copy.dispose();
    }
  }),
];

/** A number that depends on every value of every state, each with a weight of its own. */
const weightedSum = ({ bridge, sources, encode, random }: BridgeSubject): (() => Scalar) => {
  const encoded = encode(sources);
  return () =>
    tf.tidy(() => {
      const terms = leavesOf(bridge(encoded)).map(([path, leaf]) => {
        const shares = uniform(1)(leaf.shape, random.fork(path));
        return tf.sum(tf.mul(leaf, tf.tensor(shares, leaf.shape)));
      });
      return tf.addN(terms) as Scalar;
    });
};
