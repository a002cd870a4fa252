import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { assignParameters } from '../src/checkpoint/parameters-file.ts';
import type { LayerCell } from '../src/cell/cell.ts';
import { gruCell } from '../src/cell/gru-cell.ts';
import { lstmCell } from '../src/cell/lstm-cell.ts';
import type { Encoded } from '../src/encoder/encoder.ts';
import { recurrentEncoder } from '../src/encoder/recurrent-encoder.ts';
import {
  backwardLayer,
  bidirectionalLayer,
  forwardLayer,
  type RecurrentLayer,
} from '../src/encoder/recurrent-layer.ts';
import type { Summary, SummaryKind, SummarySizes } from '../src/encoder/summary/summary.ts';
import { ConfigError } from '../src/errors/config-error.ts';
import {
  createParameterStore,
  fromZeros,
  type ParameterScope,
  type ParameterStore,
} from '../src/parameters/parameter-store.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import { checkLaws, type Law } from './check-laws.ts';
import { exactly, expectSameTree, snapshotOf, type TreeSnapshot } from './expect-same-tree.ts';
import { expectGradients } from './finite-differences.ts';
import { batchOf, randomMatrix, randomSequences, scattered, type Sequence } from './sequences.ts';
import { requireGradientOfEach, savedWeightsOf } from './weight-requirements.ts';

export type SummaryContractOptions = {
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks the laws that every summary must keep, ours or yours: one vector of the declared width for each source, rows that do not see each
 * other, padding that changes nothing, weights that all matter and are all saved, right gradients. It is tried on encoders that read
 * forward, backward and both ways; those that it refuses with a ConfigError are left out, but not one of both ways.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @param options - what the kind's `create` takes
 * @throws Error that names the first law that is broken, of which encoder, and the numbers that show it
 */
export const checkSummaryContract = <Options>(
  kind: SummaryKind<Options>,
  options: Options,
  { seed = 1 }: SummaryContractOptions = {},
): void => {
  const law: SummaryLaw = (sentence, check) => [
    sentence,
    () => {
      for (const [name, layersOf] of Object.entries(encoders)) {
        try {
          const create = (sizes: SummarySizes, parameters: ParameterScope): Summary =>
            kind.create(sizes, options, parameters.scope('summary'));
          checkOn(layersOf, create, createRandom(seed).fork(sentence), check);
        } catch (error) {
          const isRefused = ConfigError.isInstance(error) && name !== bothWays;
          if (!isRefused) throw new Error(`of ${name}: ${(error as Error).message}`, { cause: error });
        }
      }
    },
  ];
  checkLaws('summary contract', [...readingLaws(law), ...weightLaws(law)]);
};

type CreateSummary = (sizes: SummarySizes, parameters: ParameterScope) => Summary;

type SummarySubject = {
  readonly summary: Summary;
  /** Holds the weights of the summary and no others. */
  readonly weights: ParameterStore;
  readonly sources: readonly Sequence[];
  /** The sources side by side, read by the encoder. */
  encode(sources: readonly Sequence[], padded?: { readonly length?: number; readonly padding?: number }): Encoded;
  readonly random: Random;
  /** Another summary of the same encoder. */
  createAgain(parameters: ParameterScope): Summary;
};

type SummaryLaw = (sentence: string, check: (subject: SummarySubject) => void) => Law;

const inputSize = 3;

const checkOn = (
  layersOf: (parameters: ParameterScope) => readonly RecurrentLayer[],
  create: CreateSummary,
  random: Random,
  check: (subject: SummarySubject) => void,
): void => {
  const [store, weights] = [createParameterStore(scattered(1)), createParameterStore(scattered(2))];
  try {
    let sizes: SummarySizes = { memorySize: 0, stateSizes: [], backwardSize: 0 };
    const encoder = recurrentEncoder(layersOf(store), {
      summary: (given) => {
        sizes = given;
        return { size: 1, summarize: ({ memory }) => tf.zeros([memory.mask.shape[0], 1]) };
      },
    });
    const createAgain = (parameters: ParameterScope): Summary => create(sizes, parameters);
    const summary = createAgain(weights);
    tf.tidy(() =>
      check({
        summary,
        weights,
        sources: randomSequences([5, 2, 1], inputSize, random),
        encode: (sources, padded) => {
          const { inputs, mask } = batchOf(sources, padded);
          return encoder.encode(inputs, mask, { training: false });
        },
        random,
        createAgain,
      }),
    );
  } finally {
    store.dispose();
    weights.dispose();
  }
};

const cells = (parameters: ParameterScope, inputs: number, units: number): readonly [LayerCell, LayerCell] => [
  gruCell({ inputSize: inputs, units }, {}, parameters.scope('forward')),
  gruCell({ inputSize: inputs, units }, {}, parameters.scope('backward')),
];

/** What every summary must be able to read. */
const bothWays = 'two GRU layers of both directions';

const encoders: Readonly<Record<string, (parameters: ParameterScope) => readonly RecurrentLayer[]>> = {
  [bothWays]: (parameters) => [
    bidirectionalLayer(...cells(parameters.scope('0'), inputSize, 2)),
    bidirectionalLayer(...cells(parameters.scope('1'), 4, 2)),
  ],
  'an LSTM layer forward': (parameters) => [forwardLayer(lstmCell({ inputSize, units: 4 }, parameters))],
  'a GRU layer backward': (parameters) => [backwardLayer(cells(parameters, inputSize, 4)[1])],
};

const readingLaws = (law: SummaryLaw): Law[] => [
  law('all that creating and reading make is given back', ({ summary, sources, encode }) => {
    summary.summarize(encode(sources));
  }),
  law('there is one vector of the declared width for each source', ({ summary, sources, encode }) => {
    const { shape } = summary.summarize(encode(sources));
    const wanted = [sources.length, summary.size].join(', ');
    if (shape.join(', ') !== wanted) throw new Error(`the summary is [${shape.join(', ')}], expected [${wanted}].`);
  }),
  law('reading remembers nothing and changes nothing', ({ summary, sources, encode }) => {
    const encoded = encode(sources);
    const given = snapshotOf(encoded);
    const first = snapshotOf(summary.summarize(encoded));
    summary.summarize(encode(sources.toReversed()));
    expectSameTree('the same source again', snapshotOf(summary.summarize(encoded)), first, exactly);
    expectSameTree('what was encoded', snapshotOf(encoded), given, exactly);
  }),
  law('rows do not see each other', ({ summary, sources, encode }) => {
    const encoded = encode(sources);
    const together = summary.summarize(encoded);
    for (const row of sources.keys()) {
      const rows = Int32Array.of(row);
      const alone = summary.summarize(gatherRows(encoded, rows));
      expectSameTree(`row ${row} of ${sources.length}`, snapshotOf(gatherRows(together, rows)), snapshotOf(alone));
    }
  }),
  law('padding changes nothing', ({ summary, sources, encode }) => {
    const together = summary.summarize(encode(sources, { length: 8, padding: 7 }));
    for (const [row, source] of sources.entries()) {
      const own = snapshotOf(gatherRows(together, Int32Array.of(row)));
      expectSameTree(`source ${row}, padded to 8`, own, snapshotOf(summary.summarize(encode([source]))));
    }
  }),
];

const weightLaws = (law: SummaryLaw): Law[] => [
  law('every weight gets a gradient that is finite and not all zero', (subject) => {
    requireGradientOfEach(weightedSum(subject), subject.weights);
  }),
  law('gradients equal finite differences', (subject) => {
    if ([...subject.weights.entries()].length > 0) expectGradients(weightedSum(subject), subject.weights);
  }),
  law('a summary with the weights of another gives the same', ({ summary, weights, sources, encode, createAgain }) => {
    const saved = savedWeightsOf(weights);
    const encoded = encode(sources);
    const copy = createParameterStore(fromZeros);
    try {
      const other = createAgain(copy);
      assignParameters(copy, saved, 'the copy');
      const [there, here] = [other, summary].map(({ summarize }) => snapshotOf(summarize(encoded)));
      expectSameTree('the copy', there as TreeSnapshot, here as TreeSnapshot, exactly);
    } finally {
      copy.dispose();
    }
  }),
];

/** A number that depends on every value of the summary, each with a weight of its own. */
const weightedSum = ({ summary, sources, encode, random }: SummarySubject): (() => Scalar) => {
  const encoded = encode(sources);
  const shares = randomMatrix(sources.length, summary.size, random.fork('shares'));
  return () => tf.tidy(() => tf.sum(tf.mul(summary.summarize(encoded), shares)));
};
