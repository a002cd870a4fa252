// The smallest model that learns: y = x · weight + bias with squared errors. What it should learn is known in closed form.
import { createParameterStore, createRandom, fromSeed, glorotUniform, zeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainableModel } from '../trainable-model.ts';
import type { BatchSource } from '../trainer.ts';

export type Points = { readonly x: readonly (readonly number[])[]; readonly y: readonly number[] };

type LinearModelOptions = {
  readonly inputs?: number;
  /** Multiplies inputs by numbers drawn from the mode's randomness while training. */
  readonly isNoisy?: boolean;
};

export const linearModel = (seed: number, { inputs = 2, isNoisy = false }: LinearModelOptions = {}): TrainableModel<Points> => {
  const parameters = createParameterStore(fromSeed(seed));
  const weight = parameters.scope('line').create('weight', [inputs, 1], glorotUniform);
  const bias = parameters.scope('line').create('bias', [1], zeros);
  return {
    parameters,
    loss: ({ x, y }, mode) => {
      const noise = (value: number): number => (mode.training && isNoisy ? value * mode.random.next() : value);
      const values = tf.tensor2d(x.map((row) => row.map(noise)), [x.length, inputs]);
      const predicted = tf.add(tf.matMul(values, weight), bias);
      const errors = tf.sub(predicted, tf.tensor2d([...y], [y.length, 1]));
      return { sum: tf.sum(tf.square(errors)), weight: y.length, tokens: y.length };
    },
  };
};

/** 7 batches of different sizes, drawn and ordered anew in each epoch. */
export const shufflingBatches: BatchSource<Points> = (epoch) => {
  const random = createRandom(11).fork(`epoch.${epoch}`);
  return Array.from({ length: 7 }, () => {
    const x = Array.from({ length: 1 + Math.floor(random.next() * 4) }, () => [random.next(), random.next() - 0.5]);
    return { x, y: x.map(([a = 0, b = 0]) => 3 * a - 2 * b + 1 + 0.1 * random.next()) };
  });
};

/** A clock that moves by one second whenever it is read. */
export const tickingClock = (): (() => number) => {
  let reads = 0;
  return () => 1000 * reads++;
};

export const weightsOf = ({ parameters }: Pick<TrainableModel<never>, 'parameters'>): Record<string, number[]> =>
  Object.fromEntries([...parameters.entries()].map(([path, variable]) => [path, [...variable.dataSync()]]));
