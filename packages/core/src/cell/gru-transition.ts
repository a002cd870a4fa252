import * as tf from '@tensorflow/tfjs-core';
import { constant, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { GruOptions, GruState } from './gru-cell.ts';
import { gruGates } from './gru-gates.ts';
import { checkNormalizedUnits } from './layer-norm.ts';
import type { Transition, TransitionOptions } from './transition.ts';

/**
 * A GRU without an input: h' = z ⊙ h + (1 − z) ⊙ h̃, with z, r = σ(h U + b) and
 * `resetAfter: false`: h̃ = tanh((r ⊙ h) U + b);
 * `resetAfter: true`: h̃ = tanh(b + r ⊙ (h U + b')), where `recurrentBias` b' enters z and r too.
 *
 * Weights: `recurrentKernel` U [H, 3·H], `bias` b and b' [3·H], gates in the order z, r, h; with layer normalisation of the products
 * `recurrentGain` [3·H].
 *
 * @throws ConfigError if there is one unit, and it is to be normalised
 * @see Miceli Barone, Helcl, Sennrich, Haddow, Birch 2017, section 2.3
 */
export const gruTransition = (
  units: number,
  { resetAfter = false, layerNorm = false }: GruOptions & TransitionOptions,
  parameters: ParameterScope,
): Transition<GruState> => {
  if (layerNorm) checkNormalizedUnits('gruTransition', units);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 3 * units], glorotUniform);
  const bias = parameters.create('bias', [3 * units], zeros);
  const recurrentBias = resetAfter ? parameters.create('recurrentBias', [3 * units], zeros) : undefined;
  const recurrentGain = layerNorm ? parameters.create('recurrentGain', [3 * units], constant(1)) : undefined;
  const recurrence = { recurrentKernel, recurrentBias, recurrentGain };

  return {
    stateSizes: { hidden: units },
    step: ({ hidden }, _mode, read) => {
      checkShapes('gruTransition.step', { hidden: [hidden, `B ${units}`] });
      return { hidden: gruGates(recurrence, tf.expandDims(bias, 0), hidden, read(hidden)) };
    },
  };
};
