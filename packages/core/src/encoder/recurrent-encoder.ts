import * as tf from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Encoder } from './encoder.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';
import { lastHidden } from './summary/last-summary.ts';
import type { Summary, SummarySizes } from './summary/summary.ts';

export type EncoderOptions = {
  /** Each layer, the lowest too, adds its input to its output where their shapes agree; final states are taken before that. */
  readonly residual?: boolean;
  /** The lowest layer that may do so, counted from 0. Default: 0, all of them. */
  readonly residualFrom?: number;
  /** How the source becomes one vector. Default: the top layer's final hidden. */
  readonly summary?: (sizes: SummarySizes) => Summary;
};

/**
 * Layers on top of each other: the top layer's outputs are the memory, its final hidden state is the summary, unless another is given.
 *
 * @throws ConfigError if there is no layer, or if a layer's input is not as wide as the output below it
 * @see Cho et al. 2014; Sutskever, Vinyals, Le 2014; Bahdanau, Cho, Bengio 2015
 */
export const recurrentEncoder = (layers: readonly RecurrentLayer[], options: EncoderOptions = {}): Encoder => {
  const [lowest, top] = [layers[0], layers.at(-1)];
  if (!lowest || !top)
    throw new ConfigError('recurrentEncoder: no layers were given; give at least one.', 'encoder.layers');
  checkWidths(layers);
  const addsInput = whoAddsInput(layers, options);
  const adds = addsInput.includes(true);

  const stateSizes = layers.map((layer) => layer.stateSizes);
  const summary = (options.summary ?? lastHidden)({
    memorySize: top.outputSize,
    stateSizes,
    backwardSize: top.backwardSize ?? 0,
  });
  return {
    inputSize: lowest.inputSize,
    memorySize: top.outputSize,
    summarySize: summary.size,
    stateSizes,
    memoryLength: (sourceLength) =>
      layers.reduce((length, { reduction = 1 }) => Math.ceil(length / reduction), sourceLength),
    encode: (inputs, mask, mode) => {
      checkShapes('encoder.encode', { inputs: [inputs, `B S ${lowest.inputSize}`], mask: [mask, 'B S'] });
      let [values, real] = [inputs, mask];
      const finalStates = layers.map((layer, i) => {
        const result = layer.run(values, real, mode);
        values = addsInput[i] ? tf.add(result.outputs, values) : result.outputs;
        real = result.mask ?? real;
        return result.finalState;
      });
      // An input that is added brings what stands at its padding along; the memory is zero there all the same.
      if (adds) values = tf.mul(values, tf.expandDims(real, 2));
      const memory = { values, mask: real };
      return { memory, summary: summary.summarize({ memory, finalStates }), finalStates };
    },
  };
};

const checkWidths = (layers: readonly RecurrentLayer[]): void =>
  layers.slice(1).forEach((layer, i) => {
    const below = layers[i] as RecurrentLayer;
    if (layer.inputSize === below.outputSize) return;
    throw new ConfigError(
      `recurrentEncoder: layer ${i + 1} reads ${layer.inputSize} values but layer ${i} gives ${below.outputSize}; make them equal.`,
      `encoder.layers.${i + 1}`,
    );
  });

/** For each layer, whether it adds its input to its output. One that shortens time has fewer outputs than inputs to add. */
const whoAddsInput = (
  layers: readonly RecurrentLayer[],
  { residual = false, residualFrom = 0 }: EncoderOptions,
): boolean[] => {
  const addsInput = layers.map(
    ({ inputSize, outputSize, reduction = 1 }, i) =>
      residual && i >= residualFrom && inputSize === outputSize && reduction === 1,
  );
  if (residual && !addsInput.includes(true)) {
    const sizes = layers.map((layer) => `${layer.inputSize} → ${layer.outputSize}`).join(', ');
    const which = residualFrom > 0 ? `layer from number ${residualFrom} on` : 'layer';
    throw new ConfigError(
      `recurrentEncoder: residual is on but no ${which} gives as much as it reads (${sizes}); make the embedding as wide as the ` +
        'output, add a layer, or leave residual out.',
      'encoder.residual',
    );
  }
  return addsInput;
};
