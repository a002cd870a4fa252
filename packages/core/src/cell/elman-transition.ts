import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { constant, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { ElmanState } from './elman-cell.ts';
import { checkNormalizedUnits, layerNorm } from './layer-norm.ts';
import type { Transition, TransitionOptions } from './transition.ts';

/**
 * The plain recurrent cell without an input: h' = tanh(h U + b), or tanh(LN(h U) + b).
 *
 * Weights: `recurrentKernel` U [H, H], `bias` b [H]; with layer normalisation `gain` [H].
 *
 * @throws ConfigError if there is one unit, and it is to be normalised
 * @see Pascanu, Gulcehre, Cho, Bengio 2014, section 3.3.2
 */
export const elmanTransition = (
  units: number,
  { layerNorm: isNormalized = false }: TransitionOptions,
  parameters: ParameterScope,
): Transition<ElmanState> => {
  if (isNormalized) checkNormalizedUnits('elmanTransition', units);
  const recurrentKernel = parameters.create('recurrentKernel', [units, units], glorotUniform);
  const bias = parameters.create('bias', [units], zeros);
  const gain = isNormalized ? parameters.create('gain', [units], constant(1)) : undefined;

  return {
    stateSizes: { hidden: units },
    step: ({ hidden }, _mode, read) => {
      checkShapes('elmanTransition.step', { hidden: [hidden, `B ${units}`] });
      const product: Tensor2D = tf.matMul(read(hidden), recurrentKernel);
      return { hidden: tf.tanh(tf.add(gain ? layerNorm(product, gain) : product, bias)) };
    },
  };
};
