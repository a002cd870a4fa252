import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Cell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { stepsOf } from '../tensor/steps-of.ts';
import type { Embedding } from './embedding.ts';
import type { NextTokenModel } from './next-token-model.ts';
import type { Readout } from './readout.ts';
import type { Decoding } from './seq2seq-model.ts';

/** What a language model is made of. */
export type LanguageModelParts = {
  readonly parameters: ParameterStore;
  readonly embedding: Embedding;
  readonly cell: Cell<StackedState>;
  readonly readout: Readout;
};

/**
 * P(y), a product over steps of P(token | the tokens before): a decoder alone, without a source. Owns its weights; all else is pure, and
 * the caller owns the results.
 *
 * @see Mikolov et al. 2010; Sundermeyer, Schlüter, Ney 2012
 */
export interface LanguageModel extends NextTokenModel {
  readonly parameters: ParameterStore;
  /**
   * All steps at once, each given the right previous token.
   *
   * @param targetInput - [B, T] int32, the text behind a beginning-of-sentence
   * @returns logits [B, T, V]
   */
  teacherForce(targetInput: Tensor2D, mode: Mode): { readonly logits: Tensor3D };
  /** Begins so many texts. */
  begin(batchSize: number): Decoding;
  dispose(): void;
}

/** @throws ConfigError if the parts' widths do not fit */
export const languageModel = ({ parameters, embedding, cell, readout }: LanguageModelParts): LanguageModel => {
  if (embedding.size !== cell.inputSize) {
    throw new ConfigError(
      `language model: the embedding is ${embedding.size} wide but the cell reads ${cell.inputSize}; make them equal.`,
      'target.embedding',
    );
  }
  return {
    parameters,
    targetVocabularySize: readout.vocabularySize,
    teacherForce: (targetInput, mode) => {
      const { B, T } = checkShapes('languageModel.teacherForce', { targetInput: [targetInput, 'B T'] });
      const embedded = embedding.embed(targetInput) as Tensor3D;
      const rowsOf = (steps: Tensor3D): Tensor2D => tf.reshape(steps, [B * T, steps.shape[2]]);
      const outputs = rowsOf(outputsOf(cell, embedded, mode));
      const rows = readout.read({ outputs, embeddings: rowsOf(embedded) });
      return { logits: tf.reshape(rows, [B, T, readout.vocabularySize]) };
    },
    begin: (batchSize) => ({ prepared: {}, state: cell.initialState(batchSize) }),
    step: (lastTokens, { state }) => {
      const embeddings = embedding.embed(lastTokens) as Tensor2D;
      const stepped = cell.step(embeddings, state as StackedState, { training: false });
      return { logits: readout.read({ outputs: stepped.output, embeddings }), state: stepped.state };
    },
    dispose: () => parameters.dispose(),
  };
};

/** [B, T, H]: at once where the backend can, else step by step. */
const outputsOf = (cell: Cell<StackedState>, inputs: Tensor3D, mode: Mode): Tensor3D => {
  const [B, T] = inputs.shape;
  let state = cell.initialState(B);
  const unrolled = cell.unroll?.({ inputs, mask: tf.ones([B, T]), state, reverse: false, mode });
  if (unrolled) return unrolled.outputs;
  const outputs = stepsOf(inputs).map((input) => {
    const stepped = cell.step(input, state, mode);
    state = stepped.state;
    return stepped.output;
  });
  return tf.stack(outputs, 1) as Tensor3D;
};
