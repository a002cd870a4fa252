import * as tf from '@tensorflow/tfjs-core';
import { constant, forgetGateOne, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { cellFromEquations } from './cell-from-equations.ts';
import { checkNormalizedUnits, layerNorm } from './layer-norm.ts';
import type { LstmState } from './lstm-cell.ts';
import { lstmGates } from './lstm-gates.ts';

/**
 * An LSTM whose sums stay in the range where its gates are neither shut nor open, so that it trains faster and on longer sequences.
 *
 * [i f g o] = LN(x W) + LN(h U) + b; carry' = σ(f) ⊙ carry + σ(i) ⊙ tanh(g); hidden' = σ(o) ⊙ tanh(LN(carry')), where LN takes a row of
 * all four gates as one vector.
 * Weights: those of `lstmCell`; `inputGain` and `recurrentGain` [4·H] of the first two, whose shifts are in b; `carryGain` and
 * `carryShift` [H] of the last. Gains begin at one, shifts at zero.
 *
 * @throws ConfigError if there is one unit
 * @see Ba, Kiros, Hinton 2016, supplementary material, equations 20 to 22
 */
export const layerNormLstmCell = (
  { inputSize, units }: CellSizes,
  parameters: ParameterScope,
): LayerCell<LstmState> => {
  checkNormalizedUnits('layerNormLstmCell', units);
  const kernel = parameters.create('kernel', [inputSize, 4 * units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 4 * units], glorotUniform);
  const bias = parameters.create('bias', [4 * units], forgetGateOne);
  const inputGain = parameters.create('inputGain', [4 * units], constant(1));
  const recurrentGain = parameters.create('recurrentGain', [4 * units], constant(1));
  const carryGain = parameters.create('carryGain', [units], constant(1));
  const carryShift = parameters.create('carryShift', [units], zeros);

  return cellFromEquations('layerNormLstmCell', { inputSize, units }, ['hidden', 'carry'], (input, { carry }, read) => {
    const fromInput = layerNorm(tf.matMul(input, kernel), inputGain);
    const fromHidden = layerNorm(tf.matMul(read, recurrentKernel), recurrentGain);
    return lstmGates(tf.add(tf.add(fromInput, fromHidden), bias), carry, (whole) =>
      tf.add(layerNorm(whole, carryGain), carryShift),
    );
  });
};
