import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Decoder } from '../decoder/decoder.ts';
import { unrollDecoder } from '../decoder/unroll-decoder.ts';
import type { Encoded, Encoder } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Embedding } from './embedding.ts';
import type { Readout } from './readout.ts';
import type { TokenBatch } from './token-batch.ts';

/** What a model is made of; any encoder goes with any decoder. */
export type ModelParts = {
  readonly parameters: ParameterStore;
  readonly sourceEmbedding: Embedding;
  readonly targetEmbedding: Embedding;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly readout: Readout;
};

/** What decoding carries: prepared stays the same for a source, state changes by the step. Rows of both can be gathered. */
export type Decoding = { readonly prepared: TensorTree; readonly state: TensorTree };

/**
 * A model from source tokens to scores of target tokens. Owns its weights; all else is pure, and the caller owns the results.
 */
export interface Seq2SeqModel {
  readonly parameters: ParameterStore;
  readonly sourceVocabularySize: number;
  readonly targetVocabularySize: number;
  /** Whether steps have an alignment. */
  readonly attends: boolean;
  encode(source: TokenBatch, mode: Mode): Encoded;
  /**
   * Teacher forcing: all target steps at once, each given the right previous token.
   *
   * @param targetInput - [B, T] int32, the target behind a beginning-of-sentence
   * @returns logits [B, T, V], and alignments [B, T, S] if the decoder attends
   */
  teacherForce(
    source: TokenBatch,
    targetInput: Tensor2D,
    mode: Mode,
  ): { readonly logits: Tensor3D; readonly alignments?: Tensor3D };
  /** Begins a target for each row of the source. */
  begin(encoded: Encoded): Decoding;
  /**
   * One target step, for search.
   *
   * @param lastTokens - [B] int32
   * @returns logits [B, V], and the alignment [B, S] if the decoder attends
   */
  step(
    lastTokens: Tensor1D,
    decoding: Decoding,
  ): { readonly logits: Tensor2D; readonly alignment?: Tensor2D; readonly state: TensorTree };
  dispose(): void;
}

const notTraining: Mode = { training: false };

/** @throws ConfigError if the parts' widths do not fit */
export const seq2seqModel = (parts: ModelParts): Seq2SeqModel => {
  const { parameters, sourceEmbedding, targetEmbedding, encoder, decoder, readout } = parts;
  checkWidth('source', sourceEmbedding.size, 'encoder', encoder.inputSize);
  checkWidth('target', targetEmbedding.size, 'decoder', decoder.inputSize);

  const encode = (source: TokenBatch, mode: Mode): Encoded => {
    checkShapes('model.encode', { ids: [source.ids, 'B S'], mask: [source.mask, 'B S'] });
    return encoder.encode(sourceEmbedding.embed(source.ids) as Tensor3D, source.mask, mode);
  };

  return {
    parameters,
    sourceVocabularySize: sourceEmbedding.vocabularySize,
    targetVocabularySize: readout.vocabularySize,
    attends: decoder.attends,
    encode,
    teacherForce: (source, targetInput, mode) => {
      const { B, T } = checkShapes('model.teacherForce', {
        ids: [source.ids, 'B S'],
        targetInput: [targetInput, 'B T'],
      });
      const encoded = encode(source, mode);
      const prepared = decoder.prepare(encoded);
      const embedded = targetEmbedding.embed(targetInput) as Tensor3D;
      const { outputs, contexts, alignments } = unrollDecoder(decoder, {
        inputs: embedded,
        state: decoder.start(encoded, prepared),
        prepared,
        mode,
        givesContexts: readout.readsInputs,
      });
      // One large product for all steps is much faster than one a step.
      const rowsOf = (steps: Tensor3D): Tensor2D => tf.reshape(steps, [B * T, steps.shape[2]]);
      const rows = readout.read({
        outputs: rowsOf(outputs),
        embeddings: rowsOf(embedded),
        ...(contexts && { contexts: rowsOf(contexts) }),
      });
      const logits: Tensor3D = tf.reshape(rows, [B, T, readout.vocabularySize]);
      return alignments ? { logits, alignments } : { logits };
    },
    begin: (encoded) => {
      const prepared = decoder.prepare(encoded);
      return { prepared, state: decoder.start(encoded, prepared) };
    },
    step: (lastTokens, { state, prepared }) => {
      const embeddings = targetEmbedding.embed(lastTokens) as Tensor2D;
      const { output, context, ...rest } = decoder.step(embeddings, state, prepared, notTraining);
      return { ...rest, logits: readout.read({ outputs: output, embeddings, ...(context && { contexts: context }) }) };
    },
    dispose: () => parameters.dispose(),
  };
};

const checkWidth = (side: 'source' | 'target', given: number, reader: string, wanted: number): void => {
  if (given === wanted) return;
  throw new ConfigError(
    `model: the ${side} embedding is ${given} wide but the ${reader} reads ${wanted}; make them equal.`,
    `${side}.embedding`,
  );
};
