import type { Tensor2D } from '@tensorflow/tfjs-core';

/** What decoder steps leave for the readout: N rows, one per step, whatever batch and time they come from. */
export type ReadoutInput = {
  /** [N, H] the decoder's outputs. */
  readonly outputs: Tensor2D;
  /** [N, E] the embedded tokens that the steps were given. */
  readonly embeddings: Tensor2D;
  /** [N, D] what was read of the source; absent where the decoder has no context. */
  readonly contexts?: Tensor2D;
};

/** Decoder outputs to vocabulary scores (logits). */
export interface Readout {
  readonly vocabularySize: number;
  /** Whether it reads embeddings and contexts too; if not, nobody needs to gather them. */
  readonly readsInputs: boolean;
  /** @returns [N, V] before the softmax */
  read(input: ReadoutInput): Tensor2D;
}
