import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Decoding } from './seq2seq-model.ts';

/**
 * What a search asks of a model: the scores of each row's next token. A `Seq2SeqModel` has it, and so has a `LanguageModel`, which differ
 * in how they begin.
 */
export interface NextTokenModel {
  /** V of what is written. */
  readonly targetVocabularySize: number;
  /**
   * One step.
   *
   * @param lastTokens - [B] int32, the beginning-of-sentence at first
   * @returns logits [B, V], the alignment [B, S] if there is a source to attend to, and the state after the step
   */
  step(
    lastTokens: Tensor1D,
    decoding: Decoding,
  ): { readonly logits: Tensor2D; readonly alignment?: Tensor2D; readonly state: TensorTree };
}
