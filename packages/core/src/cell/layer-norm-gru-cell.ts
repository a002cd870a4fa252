import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { constant, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { cellFromEquations } from './cell-from-equations.ts';
import type { GruOptions, GruState } from './gru-cell.ts';
import { gruGates, normalizeGates } from './gru-gates.ts';
import { checkNormalizedUnits } from './layer-norm.ts';

/**
 * A GRU whose sums stay in the range where its gates are neither shut nor open.
 *
 * h' = z ⊙ h + (1 − z) ⊙ h̃, with z, r = σ(LN(x W) + LN(h U) + b), both gates as one vector, and of the candidate by itself
 * `resetAfter: true`: h̃ = tanh(LN(x W) + b + r ⊙ (LN(h U) + b')), where `recurrentBias` b' enters z and r too: the paper's;
 * `resetAfter: false`: h̃ = tanh(LN(x W) + LN((r ⊙ h) U) + b).
 * Weights: those of `gruCell`; `inputGain` and `recurrentGain` [3·H], one at first. The shifts are in b and b'.
 *
 * @throws ConfigError if there is one unit
 * @see Ba, Kiros, Hinton 2016, supplementary material; their z is our 1 − z
 */
export const layerNormGruCell = (
  { inputSize, units }: CellSizes,
  { resetAfter = false }: GruOptions,
  parameters: ParameterScope,
): LayerCell<GruState> => {
  checkNormalizedUnits('layerNormGruCell', units);
  const kernel = parameters.create('kernel', [inputSize, 3 * units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 3 * units], glorotUniform);
  const bias = parameters.create('bias', [3 * units], zeros);
  const recurrentBias = resetAfter ? parameters.create('recurrentBias', [3 * units], zeros) : undefined;
  const inputGain = parameters.create('inputGain', [3 * units], constant(1));
  const recurrentGain = parameters.create('recurrentGain', [3 * units], constant(1));
  const recurrence = { recurrentKernel, recurrentBias, recurrentGain };

  return cellFromEquations('layerNormGruCell', { inputSize, units }, ['hidden'], (input, { hidden }, read) => {
    const fromInput: Tensor2D = tf.add(normalizeGates(tf.matMul(input, kernel), inputGain), bias);
    return { hidden: gruGates(recurrence, fromInput, hidden, read) };
  });
};
