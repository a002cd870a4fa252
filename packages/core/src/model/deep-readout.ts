import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { defineReadout, type Readout, type ReadoutKind } from './readout.ts';

export type DeepReadoutSizes = {
  /** H: the width of the decoder's output. */
  readonly outputSize: number;
  /** E: the width of the embedded target token. */
  readonly embeddingSize: number;
  /** D: the width of the context; 0 if the decoder has none. */
  readonly contextSize: number;
  /** How many maxima there are: half the width of the hidden layer. */
  readonly units: number;
};

/**
 * A hidden layer over state, token and context, of whose neighbours (2j, 2j + 1) the larger goes on, and a readout over that.
 *
 * Weights: `stateKernel` [H, 2·units], `embeddingKernel` [E, 2·units], `contextKernel` [D, 2·units] where there is a context,
 * `bias` [2·units].
 *
 * @param generator - reads the maxima [N, units]
 * @see Bahdanau, Cho, Bengio 2015, appendix A.2.2; Goodfellow et al. 2013 for maxout
 */
export const deepReadout = (sizes: DeepReadoutSizes, generator: Readout, parameters: ParameterScope): Readout => {
  const { outputSize, embeddingSize, contextSize, units } = sizes;
  const stateKernel = parameters.create('stateKernel', [outputSize, 2 * units], glorotUniform);
  const embeddingKernel = parameters.create('embeddingKernel', [embeddingSize, 2 * units], glorotUniform);
  const contextKernel =
    contextSize > 0 ? parameters.create('contextKernel', [contextSize, 2 * units], glorotUniform) : undefined;
  const bias = parameters.create('bias', [2 * units], zeros);

  return {
    vocabularySize: generator.vocabularySize,
    readsInputs: true,
    read: ({ outputs, embeddings, contexts }) => {
      const { N } = checkShapes('deepReadout.read', {
        outputs: [outputs, `N ${outputSize}`],
        embeddings: [embeddings, `N ${embeddingSize}`],
      });
      let hidden: Tensor2D = tf.add(tf.matMul(outputs, stateKernel), tf.matMul(embeddings, embeddingKernel));
      if (contextKernel) hidden = tf.add(hidden, tf.matMul(checkedContexts(contexts, N, contextSize), contextKernel));
      const maxima: Tensor2D = tf.max(tf.reshape(tf.add(hidden, bias), [N, units, 2]), 2);
      return generator.read({ outputs: maxima, embeddings });
    },
  };
};

export type DeepReadoutOptions = {
  /** How many maxima there are: half the width of the hidden layer. */
  readonly units: number;
};

/** `deepReadout` as a kind: its generator reads the maxima. */
export const deepReadoutKind: ReadoutKind<DeepReadoutOptions> = defineReadout(
  ({ outputSize, embeddingSize, contextSize }, { units }, parameters, generator) =>
    deepReadout({ outputSize, embeddingSize, contextSize, units }, generator(units), parameters),
  {
    name: 'deep',
    formula: 'maxout(out U + y V + c C + b) W + b′, the larger of each pair (2j, 2j + 1)',
    source: 'Bahdanau, Cho, Bengio 2015, appendix A.2.2',
    options: { units: { type: 'count', about: 'how many maxima there are, half the width of the hidden layer' } },
  },
);

const checkedContexts = (contexts: Tensor2D | undefined, rows: number, width: number): Tensor2D => {
  if (!contexts) {
    throw new ShapeError(
      `deepReadout.read: contexts should be [${rows}, ${width}], but there are none; pass the decoder's contexts.`,
      '[N, D]',
      [],
    );
  }
  checkShapes('deepReadout.read', { contexts: [contexts, `${rows} ${width}`] });
  return contexts;
};
