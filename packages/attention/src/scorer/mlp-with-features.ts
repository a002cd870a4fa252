// What location-sensitive and coverage scorers share: an mlp scorer that reads, beside query and memory, something of each position
// that changes from step to step.
import { checkShapes, glorotUniform, type ParameterScope } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions, scoreHidden } from './hidden-layer.ts';
import type { AttentionSizes } from './scorer.ts';

export type FeatureOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
  /** F: how many features a position has. */
  readonly size: number;
  /** What their kernel is called. */
  readonly kernelName: string;
};

/** The parts of v · tanh(q Wq + m Wk + x U), where x are the features. */
export type MlpWithFeatures = {
  /** [B, S, D] to the keys [B, S, A] */
  project(values: Tensor3D): Tensor3D;
  /** [B, Q], [B, S, A] and [B, S, F] to scores [B, S] */
  score(query: Tensor2D, keys: Tensor3D, features: Tensor3D): Tensor2D;
};

/**
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A], and U [F, A] by the name that it is given.
 *
 * @param name - whose parts they are, for messages: "coverageGruScorer"
 */
export const mlpWithFeatures = (
  name: string,
  { querySize, memorySize }: AttentionSizes,
  { units, size, kernelName }: FeatureOptions,
  parameters: ParameterScope,
): MlpWithFeatures => {
  const queryKernel = parameters.create('queryKernel', [querySize, units], glorotUniform);
  const keyKernel = parameters.create('keyKernel', [memorySize, units], glorotUniform);
  const v = parameters.create('v', [units], glorotUniform);
  const featureKernel = parameters.create(kernelName, [size, units], glorotUniform);

  return {
    project: (values) => {
      checkShapes(`${name}.prepare`, { values: [values, `B S ${memorySize}`] });
      return projectPositions(values, keyKernel);
    },
    score: (query, keys, features) => {
      checkShapes(`${name}.score`, {
        query: [query, `B ${querySize}`],
        keys: [keys, `B S ${units}`],
        features: [features, `B S ${size}`],
      });
      return scoreHidden(tf.matMul(query, queryKernel), tf.add(keys, projectPositions(features, featureKernel)), v);
    },
  };
};
