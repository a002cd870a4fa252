// What bridges are tried between: encoders and decoders of several cells, depths and widths.
import * as tf from '@tensorflow/tfjs-core';
import type { LayerCell } from '../src/cell/cell.ts';
import { elmanCell } from '../src/cell/elman-cell.ts';
import { gruCell } from '../src/cell/gru-cell.ts';
import { lstmCell } from '../src/cell/lstm-cell.ts';
import type { Bridge, BridgeEnds } from '../src/decoder/bridge.ts';
import type { Encoded, Encoder } from '../src/encoder/encoder.ts';
import { recurrentEncoder } from '../src/encoder/recurrent-encoder.ts';
import { bidirectionalLayer, forwardLayer, type RecurrentLayer } from '../src/encoder/recurrent-layer.ts';
import { ConfigError } from '../src/errors/config-error.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../src/parameters/parameter-store.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import type { Law } from './check-laws.ts';
import { batchOf, randomSequences, scattered, type Sequence } from './sequences.ts';

/** A kind of bridge with its options given: makes the bridge under test, which the kit does again for each law. */
export type CreateBridge = (ends: BridgeEnds, parameters: ParameterScope) => Bridge;

/** A bridge between two ends, with sources to cross it. */
export type BridgeSubject = {
  readonly bridge: Bridge;
  readonly cells: readonly LayerCell[];
  /** Holds the weights of the bridge and no others. */
  readonly weights: ParameterStore;
  readonly sources: readonly Sequence[];
  /** The sources side by side, read by the encoder. */
  encode(sources: readonly Sequence[], padded?: { readonly length?: number; readonly padding?: number }): Encoded;
  readonly random: Random;
  /** Another bridge between the same ends. */
  createAgain(parameters: ParameterScope): Bridge;
};

/** Makes a law of a sentence and a check: runs it on a new bridge between each two ends that it connects, and takes all down after it. */
export type BridgeLaw = (sentence: string, check: (subject: BridgeSubject) => void) => Law;

export const bridgeLaw =
  (create: CreateBridge, seed: number): BridgeLaw =>
  (sentence, check) => [
    sentence,
    () => {
      for (const [name, endsOf] of Object.entries(allEnds)) {
        try {
          checkBetween(endsOf, create, createRandom(seed).fork(sentence), (subject) => tf.tidy(() => check(subject)));
        } catch (error) {
          const isRefused = ConfigError.isInstance(error) && name !== alike;
          if (!isRefused) throw new Error(`from ${name}: ${(error as Error).message}`, { cause: error });
        }
      }
    },
  ];

type Ends = { readonly encoder: Encoder; readonly cells: readonly LayerCell[] };

const checkBetween = (
  endsOf: (parameters: ParameterScope) => Ends,
  create: CreateBridge,
  random: Random,
  check: (subject: BridgeSubject) => void,
): void => {
  const [store, weights] = [1, 2].map((seed) => createParameterStore(scattered(seed))) as [
    ParameterStore,
    ParameterStore,
  ];
  try {
    const ends = endsOf(store);
    const createAgain = (parameters: ParameterScope): Bridge => create(ends, parameters.scope('bridge'));
    check({
      bridge: createAgain(weights),
      cells: ends.cells,
      weights,
      sources: randomSequences([5, 2, 1], inputSize, random),
      encode: (sources, padded) => {
        const { inputs, mask } = batchOf(sources, padded);
        return ends.encoder.encode(inputs, mask, { training: false });
      },
      random,
      createAgain,
    });
  } finally {
    store.dispose();
    weights.dispose();
  }
};

const inputSize = 3;

type MakeCell = (size: number, parameters: ParameterScope) => LayerCell;

const cellsOf = (count: number, units: number, make: MakeCell, parameters: ParameterScope): readonly LayerCell[] =>
  Array.from({ length: count }, (_, layer) => make(layer === 0 ? inputSize : units, parameters.scope(`${layer}`)));

const lstm =
  (units: number): MakeCell =>
  (size, parameters) =>
    lstmCell({ inputSize: size, units }, parameters);
const gru =
  (units: number): MakeCell =>
  (size, parameters) =>
    gruCell({ inputSize: size, units }, {}, parameters);
const rnn =
  (units: number): MakeCell =>
  (size, parameters) =>
    elmanCell({ inputSize: size, units }, parameters);

const ends =
  (
    [encoderLayers, encoderUnits, encoderCell]: readonly [number, number, (units: number) => MakeCell],
    [decoderLayers, decoderUnits, decoderCell]: readonly [number, number, (units: number) => MakeCell],
    isBidirectional = false,
  ) =>
  (parameters: ParameterScope): Ends => {
    const layersOf = (name: string): readonly LayerCell[] => {
      const make = encoderCell(isBidirectional ? encoderUnits / 2 : encoderUnits);
      return cellsOf(encoderLayers, encoderUnits, make, parameters.scope(name));
    };
    const forward = layersOf('forward');
    const layers = isBidirectional
      ? layersOf('backward').map((backward, l): RecurrentLayer => bidirectionalLayer(forward[l] as LayerCell, backward))
      : forward.map((cell) => forwardLayer(cell));
    return {
      encoder: recurrentEncoder(layers),
      cells: cellsOf(decoderLayers, decoderUnits, decoderCell(decoderUnits), parameters.scope('decoder')),
    };
  };

/** Ends that every bridge must connect. */
const alike = 'one LSTM layer to one like it';

const allEnds: Readonly<Record<string, (parameters: ParameterScope) => Ends>> = {
  [alike]: ends([1, 4, lstm], [1, 4, lstm]),
  'two GRU layers to three': ends([2, 4, gru], [3, 4, gru]),
  'two bidirectional LSTM layers to two': ends([2, 4, lstm], [2, 4, lstm], true),
  'an LSTM to a GRU': ends([1, 4, lstm], [1, 4, gru]),
  'a bidirectional GRU to two LSTM layers of another width': ends([1, 4, gru], [2, 3, lstm], true),
  'three RNN layers to one of another width': ends([3, 5, rnn], [1, 2, rnn]),
};
