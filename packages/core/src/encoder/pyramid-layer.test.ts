import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { batchOf, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { pyramidLayer } from './pyramid-layer.ts';
import { forwardLayer, type RecurrentLayer } from './recurrent-layer.ts';

/** Gives back what it is given, so that what a pyramid layer reads can be seen. */
const seeThrough = (width: number): RecurrentLayer => ({
  inputSize: width,
  outputSize: width,
  stateSizes: { hidden: width },
  run: (inputs, mask) => ({ outputs: inputs, finalState: { hidden: tf.zeros([mask.shape[0], width]) } }),
});

const notTraining = { training: false } as const;

cpuTest('neighbours are joined in order; the end of an odd sequence is filled with zeros', () => {
  const { inputs, mask } = batchOf(
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [[7, 8]],
    ],
    { padding: 99 },
  );
  const layer = pyramidLayer(seeThrough(4), 2);
  expect([layer.inputSize, layer.outputSize, layer.reduction]).toEqual([2, 4, 2]);
  const { outputs, mask: joined } = layer.run(inputs, mask, notTraining);
  expectClose(outputs, tf.tensor3d([1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 0, 0, 0, 0, 0, 0], [2, 2, 4]));
  expectClose(joined as tf.Tensor2D, tf.tensor2d([1, 1, 1, 0], [2, 2]));
});

cpuTest(
  'for any reduction and any length, position s holds parts r·s … r·s + r − 1, and is real if one of them is',
  () => {
    const random = createRandom(3);
    for (const reduction of [2, 3, 4]) {
      for (const padded of [1, 2, 3, 4, 5, 7, 8]) {
        const lengths = [padded, Math.ceil(padded / 2), 1];
        const sequences = randomSequences(lengths, 2, random);
        const { inputs, mask } = batchOf(sequences, { length: padded, padding: 5 });
        const { outputs, mask: joined } = pyramidLayer(seeThrough(2 * reduction), reduction).run(
          inputs,
          mask,
          notTraining,
        );

        const groups = Math.floor((padded + reduction - 1) / reduction);
        const places = Array.from({ length: groups }, (_, s) =>
          Array.from({ length: reduction }, (_part, i) => s * reduction + i),
        );
        expectClose(
          outputs,
          tf.tensor3d(
            sequences.map((sequence) => places.map((parts) => parts.flatMap((part) => sequence[part] ?? [0, 0]))),
          ),
        );
        expectClose(
          joined as tf.Tensor2D,
          tf.tensor2d(lengths.map((length) => places.map((parts) => (parts.some((part) => part < length) ? 1 : 0)))),
        );
      }
    }
  },
);

cpuTest('a mask of booleans works as well', () => {
  const { inputs, mask } = batchOf(randomSequences([5, 2], 2, createRandom(1)), { padding: 5 });
  const layer = pyramidLayer(seeThrough(4), 2);
  const [byNumbers, byBooleans] = [mask, tf.cast(mask, 'bool')].map((given) => layer.run(inputs, given, notTraining));
  expectClose(byBooleans?.outputs as tf.Tensor, byNumbers?.outputs as tf.Tensor);
  expectClose(byBooleans?.mask as tf.Tensor, byNumbers?.mask as tf.Tensor);
});

cpuTest('pyramid layers on a pyramid layer shorten by both', () => {
  const layer = pyramidLayer(pyramidLayer(seeThrough(6), 3), 2);
  expect([layer.inputSize, layer.reduction]).toEqual([1, 6]);
  const { inputs, mask } = batchOf([[[1], [2], [3], [4], [5], [6], [7]]]);
  const { outputs, mask: joined } = layer.run(inputs, mask, notTraining);
  expectClose(outputs, tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0], [1, 2, 6]));
  expectClose(joined as tf.Tensor2D, tf.tensor2d([[1, 1]]));
});

cpuTest('a reduction that joins nothing, or that does not divide what the layer reads, is a ConfigError', () => {
  for (const reduction of [1, 0, -2, 1.5, Number.NaN]) {
    const build = (): unknown => pyramidLayer(seeThrough(4), reduction);
    expect(build).toThrow(`pyramid layer: reduction is ${reduction}`);
    expect(build).toThrow(ConfigError);
  }
  const store = createParameterStore(scattered(1));
  const layer = forwardLayer(gruCell({ inputSize: 5, units: 2 }, {}, store));
  expect(() => pyramidLayer(layer, 2)).toThrow('it joins 2 neighbours but reads 5 values, which 2 does not divide');
  store.dispose();
});

cpuTest('inputs of another width are a ShapeError', () => {
  expect(() => pyramidLayer(seeThrough(4), 2).run(tf.zeros([1, 3, 4]), tf.ones([1, 3]), notTraining)).toThrow(
    'pyramidLayer.run: inputs should be [B, S, 2] with B = 1, S = 3, but is [1, 3, 4]',
  );
});
