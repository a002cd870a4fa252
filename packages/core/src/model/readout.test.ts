import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { entry, matricesOf, matrixOf, timesColumn } from '../cell/__fixtures__/plain-arrays.ts';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { deepReadout, deepReadoutKind } from './deep-readout.ts';
import { linearReadout, linearReadoutKind } from './linear-readout.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const columns = (count: number): number[] => Array.from({ length: count }, (_, column) => column);

cpuTest('linear: outputs · kernel + bias, by loops', () =>
  withStore((store) => {
    const readout = linearReadout({ inputSize: 3, vocabularySize: 5 }, store);
    expect([readout.vocabularySize, readout.readsInputs]).toEqual([5, false]);
    const outputs = randomMatrix(4, 3, createRandom(1));
    const { kernel, bias } = matricesOf(store);
    const wanted = matrixOf(outputs).flatMap((row) =>
      columns(5).map((v) => timesColumn(row, kernel, v) + entry(bias, v)),
    );
    expectClose(readout.read({ outputs, embeddings: tf.zeros([4, 1]) }), wanted);
    expect(() => readout.read({ outputs: tf.zeros([4, 2]), embeddings: outputs })).toThrow(
      'linearReadout.read: outputs should be [N, 3] with N = 4, but is [4, 2]',
    );
  }),
);

describe.each([{ contextSize: 4 }, { contextSize: 0 }])('deep, with a context of $contextSize', ({ contextSize }) => {
  cpuTest('the larger of each pair of neighbours goes on, by loops', () =>
    withStore((store) => {
      const generator = linearReadout({ inputSize: 2, vocabularySize: 5 }, store.scope('generator'));
      const sizes = { outputSize: 3, embeddingSize: 2, contextSize, units: 2 };
      const readout = deepReadout(sizes, generator, store.scope('output'));
      expect([readout.vocabularySize, readout.readsInputs]).toEqual([5, true]);

      const random = createRandom(1);
      const [outputs, embeddings] = [randomMatrix(4, 3, random), randomMatrix(4, 2, random)];
      const contexts = randomMatrix(4, 4, random);
      const weights = matricesOf(store);
      const wanted = matrixOf(outputs).flatMap((output, row) => {
        const hidden = columns(4).map(
          (j) =>
            timesColumn(output, weights['output.stateKernel'], j) +
            timesColumn(matrixOf(embeddings)[row] as number[], weights['output.embeddingKernel'], j) +
            (contextSize > 0
              ? timesColumn(matrixOf(contexts)[row] as number[], weights['output.contextKernel'], j)
              : 0) +
            entry(weights['output.bias'], j),
        );
        const maxima = [
          Math.max(hidden[0] as number, hidden[1] as number),
          Math.max(hidden[2] as number, hidden[3] as number),
        ];
        return columns(5).map(
          (v) => timesColumn(maxima, weights['generator.kernel'], v) + entry(weights['generator.bias'], v),
        );
      });
      expectClose(readout.read({ outputs, embeddings, ...(contextSize > 0 && { contexts }) }), wanted);
      expect(new Map(store.entries()).has('output.contextKernel')).toBe(contextSize > 0);
    }),
  );
});

cpuTest('deep: missing or wrong contexts are a ShapeError', () =>
  withStore((store) => {
    const generator = linearReadout({ inputSize: 2, vocabularySize: 5 }, store.scope('generator'));
    const sizes = { outputSize: 3, embeddingSize: 2, contextSize: 4, units: 2 };
    const readout = deepReadout(sizes, generator, store.scope('output'));
    const given = { outputs: tf.zeros([6, 3]), embeddings: tf.zeros([6, 2]) } as const;
    const input = given as { outputs: tf.Tensor2D; embeddings: tf.Tensor2D };
    expect(() => readout.read(input)).toThrow('deepReadout.read: contexts should be [6, 4], but there are none');
    expect(() => readout.read(input)).toThrow(ShapeError);
    expect(() => readout.read({ ...input, contexts: tf.zeros([6, 3]) })).toThrow('contexts should be [6, 4]');
    expect(() => readout.read({ ...input, embeddings: tf.zeros([5, 2]) })).toThrow(
      'deepReadout.read: embeddings should be [N, 2] with N = 6, but is [5, 2]',
    );
  }),
);

cpuTest('a kind checks its options and asks for the generator once, as wide as it needs it', () =>
  withStore((store) => {
    const sizes = { outputSize: 3, embeddingSize: 2, contextSize: 4, vocabularySize: 5 };
    const asked: number[] = [];
    const generator = (inputSize: number) => {
      asked.push(inputSize);
      return linearReadout({ inputSize, vocabularySize: 5 }, store.scope(`generator${asked.length}`));
    };
    linearReadoutKind.create(sizes, {}, store.scope('output'), generator);
    expect(asked).toEqual([3]);
    expect([...store.entries()].filter(([path]) => path.startsWith('output'))).toEqual([]);
    deepReadoutKind.create(sizes, { units: 6 }, store.scope('output'), generator);
    expect(asked).toEqual([3, 6]);
    expect([...store.entries()].map(([path]) => path)).toContain('output.stateKernel');
    const wrong = (): unknown => deepReadoutKind.create(sizes, { units: 0 }, store.scope('other'), generator);
    expect(wrong).toThrow('deep output: units is 0; give a whole number above 0.');
    expect(wrong).toThrow(ConfigError);
  }),
);
