import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellState } from '../cell/cell.ts';
import type { Encoder } from './encoder.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';

/**
 * Layers on top of each other: the top layer's outputs are the memory, its final hidden state is the summary.
 *
 * @throws ConfigError if there is no layer, or if a layer's input is not as wide as the output below it
 * @see Cho et al. 2014; Sutskever, Vinyals, Le 2014; Bahdanau, Cho, Bengio 2015
 */
export const recurrentEncoder = (layers: readonly RecurrentLayer[]): Encoder => {
  const [lowest, top] = [layers[0], layers.at(-1)];
  if (!lowest || !top) throw new ConfigError('recurrentEncoder: no layers were given; give at least one.', 'encoder.layers');
  layers.slice(1).forEach((layer, i) => {
    const below = layers[i] as RecurrentLayer;
    if (layer.inputSize !== below.outputSize) {
      throw new ConfigError(
        `recurrentEncoder: layer ${i + 1} reads ${layer.inputSize} values but layer ${i} gives ${below.outputSize}; make them equal.`,
        `encoder.layers.${i + 1}`,
      );
    }
  });

  return {
    inputSize: lowest.inputSize,
    memorySize: top.outputSize,
    stateSizes: layers.map((layer) => layer.stateSizes),
    encode: (inputs, mask, mode) => {
      checkShapes('encoder.encode', { inputs: [inputs, `B S ${lowest.inputSize}`], mask: [mask, 'B S'] });
      let values = inputs;
      const finalStates = layers.map((layer) => {
        const result = layer.run(values, mask, mode);
        values = result.outputs;
        return result.finalState;
      });
      const summary = (finalStates.at(-1) as CellState).hidden;
      return { memory: { values, mask }, summary, finalStates };
    },
  };
};
