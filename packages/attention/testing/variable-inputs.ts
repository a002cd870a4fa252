import { disposeTree, mapTensors, type ParameterStore, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { NamedVariables } from './gradients.ts';
import type { TrialInputs } from './trial-inputs.ts';

/** Inputs whose query and memory are variable, beside the weights, for as long as `use` takes; all of it is a copy. */
export const withVariableInputs = async (
  make: () => TrialInputs,
  store: ParameterStore,
  use: (variables: NamedVariables, inputs: TrialInputs) => Promise<void>,
): Promise<void> => {
  const inputs = tidyTree(() => mapTensors(make(), (tensor) => tf.clone(tensor)));
  const query = tf.variable(inputs.query) as Variable & Tensor2D;
  const values = tf.variable(inputs.values) as Variable & Tensor3D;
  try {
    await use(new Map<string, Variable>([['the query', query], ['the memory', values], ...store.entries()]), {
      ...inputs,
      query,
      values,
    });
  } finally {
    disposeTree([query, values, inputs]);
  }
};
