import { glorotUniform, type ParameterScope, zeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions } from './hidden-layer.ts';
import { mlpWithFeatures } from './mlp-with-features.ts';
import { type AttendedStep, type AttentionSizes, defineScorer, type Scorer, type ScorerKind } from './scorer.ts';

export type CoverageGruScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
  /** C: how many numbers are noted of each position. */
  readonly size: number;
};

/** The keys m Wk [B, S, A]; what the memory gives to the gates [B, S, 3·C]. */
type CoverageKeys = { readonly projected: Tensor3D; readonly gates: Tensor3D };

/**
 * v · tanh(q Wq + m Wk + C V), C' = GRU([α; m; q], C): an mlp scorer that learns what to note of each position about how it was read, one
 * recurrent unit for all of them. C is zero at first.
 *
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A], `coverageKernel` V [C, A]; `update.kernel` [1 + D + Q, 3·C],
 * `update.recurrentKernel` [C, 3·C], `update.bias` [3·C], those of a `gruCell` that reads [α; m; q].
 *
 * @throws ConfigError if `units` or `size` is not a whole number above 0
 * @see Tu, Lu, Liu, Liu, Li 2016, section 3, neural network based coverage; Sockeye's `coverage-type gru`
 */
export const coverageGruScorer: ScorerKind<CoverageGruScorerOptions, CoverageKeys> = defineScorer(
  (sizes, { units, size }, parameters): Scorer<CoverageKeys, Tensor3D> => {
    const mlp = mlpWithFeatures('coverageGruScorer', sizes, { units, size, kernelName: 'coverageKernel' }, parameters);
    const update = coverageUpdate(sizes, size, parameters.scope('update'));
    return {
      prepare: (values) => ({ projected: mlp.project(values), gates: update.prepare(values) }),
      begin: ({ projected: { shape } }) => tf.zeros([shape[0], shape[1], size]),
      score: (query, { projected }, { notes }) => mlp.score(query, projected, notes),
      note: update.note,
    };
  },
  {
    name: 'coverage-gru',
    formula: "v · tanh(q Wq + m Wk + C V), C' = GRU([α; m; q], C)",
    source: 'Tu, Lu, Liu, Liu, Li 2016, section 3',
    options: {
      units: { type: 'count', about: 'A, the width of the hidden layer' },
      size: { type: 'count', about: 'C, how many numbers are noted of each position' },
    },
  },
);

/** A GRU over steps, for each position, whose product with the memory is made once per source. */
const coverageUpdate = ({ querySize, memorySize }: AttentionSizes, size: number, parameters: ParameterScope) => {
  const kernel = parameters.create('kernel', [1 + memorySize + querySize, 3 * size], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [size, 3 * size], glorotUniform);
  const bias = parameters.create('bias', [3 * size], zeros);
  const rows = (first: number, count: number): Tensor2D => tf.slice(kernel, [first, 0], [count, 3 * size]);

  return {
    prepare: (values: Tensor3D): Tensor3D => tf.add(projectPositions(values, rows(1, memorySize)), bias),
    note: ({ query, keys, weights, notes }: AttendedStep<CoverageKeys, Tensor3D>): Tensor3D => {
      const fromWeights: Tensor3D = tf.mul(tf.expandDims(weights, 2), rows(0, 1));
      const fromQuery: Tensor3D = tf.expandDims(tf.matMul(query, rows(1 + memorySize, querySize)), 1);
      const input: Tensor3D = tf.add(tf.add(keys.gates, fromWeights), fromQuery);

      const [gateInput, candidateInput] = cut(input, size);
      const [gateKernel, candidateKernel] = cut(recurrentKernel, size);
      const gates: Tensor3D = tf.sigmoid(tf.add(gateInput, projectPositions(notes, gateKernel)));
      const [keep, reset] = tf.split(gates, 2, 2) as [Tensor3D, Tensor3D];
      const candidate: Tensor3D = tf.tanh(
        tf.add(candidateInput, projectPositions(tf.mul(reset, notes), candidateKernel)),
      );
      return tf.add(tf.mul(keep, notes), tf.mul(tf.sub(1, keep), candidate));
    },
  };
};

/** Along the last axis: the 2·C of both gates, and the C of the candidate. */
const cut = <T extends Tensor2D | Tensor3D>(values: T, size: number): [gates: T, candidate: T] =>
  tf.split(values, [2 * size, size], values.rank - 1) as [T, T];
