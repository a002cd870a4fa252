// What holds for every part that has weights: they come from its scope and nowhere else.
import {
  assignParameters,
  createParameterStore,
  fromSeed,
  type ParameterScope,
  type ParameterStore,
  type Random,
  saveParameters,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Laws } from './check-laws.ts';
import { type Numbers, readNumbers, requireSame } from './read-numbers.ts';
import { signedNumbers } from './trial-inputs.ts';

/** A part made with the weights of a scope, as what it computes from inputs that stay the same. */
export type WeightedPart = (parameters: ParameterScope) => () => Tensor;

/** Moves every weight, so that laws are not tried on a special first value such as zero. */
export const shakeWeights = async (store: ParameterStore, random: Random): Promise<void> => {
  for (const [path, weight] of store.entries()) {
    const shift = signedNumbers(weight.shape, random.fork(path)).map((value) => 0.3 * value);
    tf.tidy(() => weight.assign(tf.add(weight, tf.tensor(shift, weight.shape))));
  }
};

export const weightLaws = (make: WeightedPart, random: Random): Laws => ({
  'the same seed gives the same weights': async () => {
    const [first, second] = [await firstWeights(make), await firstWeights(make)];
    const names = (weights: ReadonlyMap<string, Numbers>): string => [...weights.keys()].join(', ');
    if (names(first) !== names(second)) {
      throw new Error(
        `created ${names(first)}, then ${names(second)}; create the same weights whenever the options are the same.`,
      );
    }
    for (const [path, weight] of first) {
      requireSame(
        second.get(path) as Numbers,
        weight,
        `${path} differs between two scopes of one seed; draw first values from the Random that the initializer is given.`,
      );
    }
  },
  'weights saved and loaded give the same': async () => {
    await withStore(1, async (store) => {
      const compute = make(store);
      await shakeWeights(store, random.fork('saved weights'));
      const expected = await readNumbers(compute);
      const saved = await saveParameters(store);
      await withStore(2, async (other) => {
        const computeAgain = make(other);
        assignParameters(other, saved, 'saved weights');
        const advice =
          'something that is not in the scope matters; create every weight there and read it at each step.';
        requireSame(await readNumbers(computeAgain), expected, advice);
      });
    });
  },
  'memory is given back': async () => {
    const before = tf.memory().numTensors;
    const open = (): number => tf.memory().numTensors - before;
    await withStore(1, async (store) => {
      const compute = make(store);
      const weights = [...store.entries()].length;
      if (open() !== weights) {
        throw new Error(
          `create made ${weights} weights but left ${open()} tensors; make constants at each step, weights in the scope.`,
        );
      }
      await readNumbers(compute);
      await readNumbers(compute);
      if (open() !== weights) {
        throw new Error(`a step inside tf.tidy left ${open() - weights} tensors; use neither tf.keep nor tf.variable.`);
      }
    });
  },
});

const withStore = async (seed: number, use: (store: ParameterStore) => Promise<void>): Promise<void> => {
  const store = createParameterStore(fromSeed(seed));
  try {
    await use(store);
  } finally {
    store.dispose();
  }
};

const firstWeights = async (make: WeightedPart): Promise<Map<string, Numbers>> => {
  const weights = new Map<string, Numbers>();
  await withStore(1, async (store) => {
    make(store);
    for (const [path, weight] of store.entries()) weights.set(path, await readNumbers(() => weight));
  });
  return weights;
};
