import type { ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorLike } from '@tensorflow/tfjs-core';

/** Gives weights the values of a calculation by hand; all of them must be named. */
export const assignWeights = (store: ParameterStore, values: Readonly<Record<string, TensorLike>>): void => {
  const weights = [...store.entries()];
  const [found, named] = [weights.map(([path]) => path).toSorted(), Object.keys(values).toSorted()];
  if (found.join() !== named.join()) throw new Error(`weights are ${found.join()}, not ${named.join()}.`);
  for (const [path, weight] of weights) weight.assign(tf.tensor(values[path] as TensorLike, weight.shape));
};
