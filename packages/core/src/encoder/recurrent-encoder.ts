import * as tf from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellState } from '../cell/cell.ts';
import type { Encoder } from './encoder.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';

export type EncoderOptions = {
  /** Each layer, the lowest too, adds its input to its output where their shapes agree; final states are taken before that. */
  readonly residual?: boolean;
};

/**
 * Layers on top of each other: the top layer's outputs are the memory, its final hidden state is the summary.
 *
 * @throws ConfigError if there is no layer, or if a layer's input is not as wide as the output below it
 * @see Cho et al. 2014; Sutskever, Vinyals, Le 2014; Bahdanau, Cho, Bengio 2015
 */
export const recurrentEncoder = (
  layers: readonly RecurrentLayer[],
  { residual = false }: EncoderOptions = {},
): Encoder => {
  const [lowest, top] = [layers[0], layers.at(-1)];
  if (!lowest || !top)
    throw new ConfigError('recurrentEncoder: no layers were given; give at least one.', 'encoder.layers');
  layers.slice(1).forEach((layer, i) => {
    const below = layers[i] as RecurrentLayer;
    if (layer.inputSize !== below.outputSize) {
      throw new ConfigError(
        `recurrentEncoder: layer ${i + 1} reads ${layer.inputSize} values but layer ${i} gives ${below.outputSize}; make them equal.`,
        `encoder.layers.${i + 1}`,
      );
    }
  });

  const addsInput = layers.map((layer) => residual && layer.inputSize === layer.outputSize);
  if (residual && !addsInput.includes(true)) {
    const sizes = layers.map((layer) => `${layer.inputSize} → ${layer.outputSize}`).join(', ');
    throw new ConfigError(
      `recurrentEncoder: residual is on but no layer gives as much as it reads (${sizes}); make the embedding as wide as the ` +
        'output, add a layer, or leave residual out.',
      'encoder.residual',
    );
  }

  return {
    inputSize: lowest.inputSize,
    memorySize: top.outputSize,
    stateSizes: layers.map((layer) => layer.stateSizes),
    encode: (inputs, mask, mode) => {
      checkShapes('encoder.encode', { inputs: [inputs, `B S ${lowest.inputSize}`], mask: [mask, 'B S'] });
      let values = inputs;
      const finalStates = layers.map((layer, i) => {
        const result = layer.run(values, mask, mode);
        values = addsInput[i] ? tf.add(result.outputs, values) : result.outputs;
        return result.finalState;
      });
      const summary = (finalStates.at(-1) as CellState).hidden;
      // An input that is added brings what stands at its padding along; the memory is zero there all the same.
      if (residual) values = tf.mul(values, tf.expandDims(mask, 2));
      return { memory: { values, mask }, summary, finalStates };
    },
  };
};
