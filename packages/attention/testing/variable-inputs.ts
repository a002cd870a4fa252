import { disposeTree, mapTensors, type ParameterStore, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { NamedVariables } from './gradients.ts';
import type { TrialInputs } from './trial-inputs.ts';

/** Inputs whose query, memory and earlier weights are variable, beside the weights, for as long as `use` takes; all of it is a copy. */
export const withVariableInputs = async (
  make: () => TrialInputs,
  store: ParameterStore,
  use: (variables: NamedVariables, inputs: TrialInputs) => Promise<void>,
): Promise<void> => {
  const inputs = tidyTree(() => mapTensors(make(), (tensor) => tf.clone(tensor)));
  const variable = <T extends Tensor>(tensor: T): Variable & T => tf.variable(tensor) as Variable & T;
  const { query, values, history } = inputs;
  const named = {
    query: variable(query),
    values: variable(values),
    previous: variable(history.previous),
    coverage: variable(history.coverage),
  };
  const variables = new Map<string, Variable>([
    ['the query', named.query],
    ['the memory', named.values],
    ['the weights of the step before', named.previous],
    ['the coverage', named.coverage],
    ...store.entries(),
  ]);
  try {
    const { previous, coverage, ...read } = named;
    await use(variables, { ...inputs, ...read, history: { ...history, previous, coverage } });
  } finally {
    disposeTree([named, inputs]);
  }
};
