import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Copier } from './copier.ts';
import { mixCopies } from './mix-copies.ts';

export type PointerCopierSizes = {
  /** H: the width of the decoder's output. */
  readonly outputSize: number;
  /** E: the width of the embedded target token. */
  readonly embeddingSize: number;
  /** D: the width of the context. */
  readonly contextSize: number;
  /** The id that is embedded where a token was copied that the vocabulary lacks. */
  readonly unk: number;
};

/**
 * At each step one share generates and the rest copies from where attention looks: P(w) = pGen · softmax(logits)(w) + (1 − pGen) ·
 * Σ weights at the places of w in the source, with pGen = σ(context · w_c + output · w_s + input · w_x + b). The state of the paper is
 * the decoder's output here: the attentional vector in Luong's decoder.
 *
 * Weights: `contextKernel` [D, 1], `stateKernel` [H, 1], `inputKernel` [E, 1], `bias` [].
 *
 * @throws ConfigError if the decoder has no context
 * @see See, Liu, Manning 2017, equations 8 and 9. CopyNet (Gu et al. 2016) scores copies apart and joins both under one softmax.
 */
export const pointerCopier = (
  { outputSize, embeddingSize, contextSize, unk }: PointerCopierSizes,
  parameters: ParameterScope,
): Copier => {
  if (contextSize === 0) {
    throw new ConfigError(
      'pointerCopier: it copies from where the decoder looks, but the decoder reads no context; give it an attention or leave the copier out.',
      'copy',
    );
  }
  const contextKernel = parameters.create('contextKernel', [contextSize, 1], glorotUniform);
  const stateKernel = parameters.create('stateKernel', [outputSize, 1], glorotUniform);
  const inputKernel = parameters.create('inputKernel', [embeddingSize, 1], glorotUniform);
  const bias = parameters.create('bias', [], zeros);
  return {
    unk,
    copy: ({ logits, outputs, embeddings, contexts, alignments, ids, mask, extra }) => {
      const { B, T } = checkShapes('pointerCopier.copy', {
        outputs: [outputs, `B T ${outputSize}`],
        embeddings: [embeddings, `B T ${embeddingSize}`],
        contexts: [contexts, `B T ${contextSize}`],
        ids: [ids, 'B S'],
        mask: [mask, 'B S'],
        alignments: [alignments, 'B T S'],
      });
      const times = (steps: Tensor3D, kernel: Tensor2D): Tensor2D =>
        tf.matMul(tf.reshape<tf.Rank.R2>(steps, [B * T, steps.shape[2]]), kernel);
      const sums = tf.add(
        tf.add(times(contexts, contextKernel), times(outputs, stateKernel)),
        tf.add(times(embeddings, inputKernel), bias),
      );
      const gateLogits: Tensor2D = tf.reshape(sums, [B, T]);
      return {
        // Attention leaves padding out by itself; nothing may be copied from there, whoever made the weights.
        logits: mixCopies({
          logits,
          gateLogits,
          alignments: tf.mul(alignments, tf.expandDims(mask, 1)),
          ids,
          extra: extra?.shape[1] ?? 0,
        }),
        gates: tf.sigmoid(gateLogits),
      };
    },
  };
};
