import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { constant, forgetGateOne, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { checkNormalizedUnits, layerNorm } from './layer-norm.ts';
import type { LstmState } from './lstm-cell.ts';
import { lstmGates } from './lstm-gates.ts';
import type { Transition, TransitionOptions } from './transition.ts';

/**
 * An LSTM without an input: its gates are h U + b, or LN(h U) + b with LN before the output's tanh too.
 *
 * Weights: `recurrentKernel` U [H, 4·H], `bias` b [4·H]; with layer normalisation `recurrentGain` [4·H], `carryGain` and `carryShift` [H].
 *
 * @throws ConfigError if there is one unit, and it is to be normalised
 * @see Miceli Barone, Helcl, Sennrich, Haddow, Birch 2017, section 2.3, for the GRU
 */
export const lstmTransition = (
  units: number,
  { layerNorm: isNormalized = false }: TransitionOptions,
  parameters: ParameterScope,
): Transition<LstmState> => {
  if (isNormalized) checkNormalizedUnits('lstmTransition', units);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 4 * units], glorotUniform);
  const bias = parameters.create('bias', [4 * units], forgetGateOne);
  const norm = isNormalized && {
    recurrentGain: parameters.create('recurrentGain', [4 * units], constant(1)),
    carryGain: parameters.create('carryGain', [units], constant(1)),
    carryShift: parameters.create('carryShift', [units], zeros),
  };

  return {
    stateSizes: { hidden: units, carry: units },
    step: ({ hidden, carry }, _mode, read) => {
      checkShapes('lstmTransition.step', { hidden: [hidden, `B ${units}`], carry: [carry, `B ${units}`] });
      const product: Tensor2D = tf.matMul(read(hidden), recurrentKernel);
      if (!norm) return lstmGates(tf.add(product, bias), carry);
      return lstmGates(tf.add(layerNorm(product, norm.recurrentGain), bias), carry, (whole) =>
        tf.add(layerNorm(whole, norm.carryGain), norm.carryShift),
      );
    },
  };
};
