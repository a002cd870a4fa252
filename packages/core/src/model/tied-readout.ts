import * as tf from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Embedding } from './embedding.ts';
import type { Readout } from './readout.ts';

/**
 * The target embedding read the other way: outputs · `table`ᵀ + `bias` [V]. One table learns from both uses, and its weights are saved
 * once, with the embedding.
 *
 * @param inputSize - the width of what is read, which must be that of the embedding
 * @throws ConfigError if it is not, or the embedding is more than a table
 * @see Press, Wolf 2017
 */
export const tiedReadout = (inputSize: number, embedding: Embedding, parameters: ParameterScope): Readout => {
  const { table, size, vocabularySize } = embedding;
  if (!table) {
    throw new ConfigError(
      'generator: it is tied to the target embedding, which has no single table; tie it to a tableEmbedding or not at all.',
      'generator',
    );
  }
  if (inputSize !== size) {
    throw new ConfigError(
      `generator: it reads ${inputSize} but the target embedding that it is tied to is ${size} wide; make them equal or untie them.`,
      'generator',
    );
  }
  const bias = parameters.create('bias', [vocabularySize], zeros);
  return {
    vocabularySize,
    readsInputs: false,
    read: ({ outputs }) => {
      checkShapes('tiedReadout.read', { outputs: [outputs, `N ${size}`] });
      return tf.add(tf.matMul(outputs, table, false, true), bias);
    },
  };
};
