import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Decoder } from '../decoder/decoder.ts';
import { unrollDecoder } from '../decoder/unroll-decoder.ts';
import type { Encoded, Encoder } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Copier } from './copier.ts';
import { type CopySource, copySourceOf } from './copies.ts';
import type { Embedding } from './embedding.ts';
import type { Readout } from './readout.ts';
import { checkSource, type SourceBatch } from './source-batch.ts';
import type { SourceReader } from './source-reader.ts';

/** What a model is made of; any encoder goes with any decoder. */
export type ModelParts = {
  readonly parameters: ParameterStore;
  /** What becomes of a batch before the encoder: `tokenReader(embedding)`, or one of factors or frames. */
  readonly source: SourceReader;
  readonly targetEmbedding: Embedding;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly readout: Readout;
  /** Lets the target take tokens from the source; wants a decoder that attends, and batches with `copies`. */
  readonly copier?: Copier;
};

/** A source, read, and what may be copied of it. */
export type ReadSource = Encoded & { readonly copies?: CopySource };

/** What decoding carries: prepared stays the same for a source, state changes by the step. Rows of both can be gathered. */
export type Decoding = { readonly prepared: TensorTree; readonly state: TensorTree };

/**
 * A model from a source to scores of target tokens. Owns its weights; all else is pure, and the caller owns the results.
 */
export interface Seq2SeqModel {
  readonly parameters: ParameterStore;
  /** V of the source; absent where it is not of tokens. */
  readonly sourceVocabularySize?: number;
  /** V of the target, without what may be copied from a source beside. */
  readonly targetVocabularySize: number;
  /** Whether steps have an alignment. */
  readonly attends: boolean;
  /** Whether targets may copy from the source: batches then have `copies`, and logits are over V + X tokens. */
  readonly copies: boolean;
  /** How many memory positions, and so alignment columns, a source of so many has, where the encoder joins some: see `Encoder`. */
  memoryLength?(sourceLength: number): number;
  encode(source: SourceBatch, mode: Mode): ReadSource;
  /**
   * Teacher forcing: all target steps at once, each given the right previous token.
   *
   * @param targetInput - [B, T] int32, the target behind a beginning-of-sentence
   * @returns logits [B, T, V], and alignments [B, T, S] if the decoder attends; if it copies, logits are log-probabilities [B, T, V + X],
   * and copyGates [B, T] are pGen, 1 where a token is generated and 0 where it is copied
   */
  teacherForce(
    source: SourceBatch,
    targetInput: Tensor2D,
    mode: Mode,
  ): { readonly logits: Tensor3D; readonly alignments?: Tensor3D; readonly copyGates?: Tensor2D };
  /** Begins a target for each row of the source. */
  begin(encoded: ReadSource): Decoding;
  /**
   * One target step, for search.
   *
   * @param lastTokens - [B] int32
   * @returns logits [B, V], and the alignment [B, S] if the decoder attends; if it copies, logits [B, V + X] and copyGate [B] as in
   * `teacherForce`
   */
  step(
    lastTokens: Tensor1D,
    decoding: Decoding,
  ): {
    readonly logits: Tensor2D;
    readonly alignment?: Tensor2D;
    readonly copyGate?: Tensor1D;
    readonly state: TensorTree;
  };
  dispose(): void;
}

const notTraining: Mode = { training: false };

/** @throws ConfigError if the parts do not fit each other */
export const seq2seqModel = (parts: ModelParts): Seq2SeqModel => {
  const { parameters, source: reader, targetEmbedding, encoder, decoder, readout, copier } = parts;
  checkWidth('source', reader.size, 'encoder', encoder.inputSize);
  checkWidth('target', targetEmbedding.size, 'decoder', decoder.inputSize);
  if (copier) checkCopying(encoder, decoder);

  const encode = (source: SourceBatch, mode: Mode): ReadSource => {
    checkSource('model.encode', source);
    if ((source.copies !== undefined) !== (copier !== undefined)) throw copyMismatch(copier);
    const encoded = encoder.encode(reader.read(source), source.mask, mode);
    return source.copies ? { ...encoded, copies: copySourceOf(source.copies, source.mask) } : encoded;
  };

  /** A copied token that the vocabulary lacks has no vector of its own. */
  const embedTarget = (ids: Tensor): Tensor => {
    if (!copier) return targetEmbedding.embed(ids);
    const isKnown = tf.less(ids, targetEmbedding.vocabularySize);
    return targetEmbedding.embed(tf.where(isKnown, ids, tf.fill(ids.shape, copier.unk, 'int32')));
  };

  return {
    parameters,
    ...(reader.vocabularySize !== undefined && { sourceVocabularySize: reader.vocabularySize }),
    targetVocabularySize: readout.vocabularySize,
    attends: decoder.attends,
    copies: copier !== undefined,
    ...(encoder.memoryLength && {
      memoryLength: (sourceLength) => encoder.memoryLength?.(sourceLength) ?? sourceLength,
    }),
    encode,
    teacherForce: (source, targetInput, mode) => {
      const { B, T } = checkShapes('model.teacherForce', {
        mask: [source.mask, 'B S'],
        targetInput: [targetInput, 'B T'],
      });
      const encoded = encode(source, mode);
      const prepared = decoder.prepare(encoded);
      const embeddings = embedTarget(targetInput) as Tensor3D;
      const { outputs, contexts, alignments } = unrollDecoder(decoder, {
        inputs: embeddings,
        state: decoder.start(encoded, prepared),
        prepared,
        mode,
        givesContexts: readout.readsInputs || copier !== undefined,
      });
      // One large product for all steps is much faster than one a step.
      const rowsOf = (steps: Tensor3D): Tensor2D => tf.reshape(steps, [B * T, steps.shape[2]]);
      const rows = readout.read({
        outputs: rowsOf(outputs),
        embeddings: rowsOf(embeddings),
        ...(contexts && { contexts: rowsOf(contexts) }),
      });
      const logits: Tensor3D = tf.reshape(rows, [B, T, readout.vocabularySize]);
      if (!alignments) return { logits };
      if (!copier) return { logits, alignments };
      const copied = copier.copy({
        ...(encoded.copies as CopySource),
        ...{ logits, outputs, embeddings, alignments },
        contexts: contexts as Tensor3D,
      });
      return { logits: copied.logits, alignments, copyGates: copied.gates };
    },
    begin: (encoded) => {
      const prepared = decoder.prepare(encoded);
      const state = decoder.start(encoded, prepared);
      return { state, prepared: copier ? { decoder: prepared, copies: encoded.copies as CopySource } : prepared };
    },
    step: (lastTokens, { state, prepared }) => {
      const carried = copier ? (prepared as CopyingPrepared) : { decoder: prepared };
      const embeddings = embedTarget(lastTokens) as Tensor2D;
      const { output, context, ...rest } = decoder.step(embeddings, state, carried.decoder, notTraining);
      const logits = readout.read({ outputs: output, embeddings, ...(context && { contexts: context }) });
      if (!copier) return { ...rest, logits };
      const asSequence = (step: Tensor2D): Tensor3D => tf.expandDims(step, 1);
      const copied = copier.copy({
        ...(carried as CopyingPrepared).copies,
        logits: asSequence(logits),
        outputs: asSequence(output),
        embeddings: asSequence(embeddings),
        contexts: asSequence(context as Tensor2D),
        alignments: asSequence(rest.alignment as Tensor2D),
      });
      return {
        ...rest,
        logits: tf.squeeze<Tensor2D>(copied.logits, [1]),
        copyGate: tf.squeeze<Tensor1D>(copied.gates, [1]),
      };
    },
    dispose: () => parameters.dispose(),
  };
};

/** What stays the same for a source that is copied from. */
type CopyingPrepared = { readonly decoder: TensorTree; readonly copies: CopySource };

const checkWidth = (side: 'source' | 'target', given: number, reader: string, wanted: number): void => {
  if (given === wanted) return;
  throw new ConfigError(
    `model: the ${side} embedding is ${given} wide but the ${reader} reads ${wanted}; make them equal.`,
    `${side}.embedding`,
  );
};

const checkCopying = ({ memoryLength }: Encoder, { attends }: Decoder): void => {
  const length = 1024;
  const joins = memoryLength !== undefined && memoryLength(length) !== length;
  if (attends && !joins) return;
  const reason = attends
    ? 'the encoder joins positions, so that a weight belongs to no one token; take another encoder'
    : 'the decoder does not attend; give it an attention';
  throw new ConfigError(
    `model: there is a copier, which copies from where the decoder looks, but ${reason} or leave the copier out.`,
    'copy',
  );
};

const copyMismatch = (copier: Copier | undefined): ConfigError =>
  new ConfigError(
    copier
      ? 'model.encode: the model copies, but the batch does not say what its tokens are in the target; add copies, see copiesOf.'
      : 'model.encode: the batch has copies, but the model does not copy; give it a copier or leave copies out.',
    'copies',
  );
