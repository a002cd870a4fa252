import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { CopySource } from './copies.ts';

/** What decoder steps leave for a copier: T steps for each of B sources. */
export type CopyInput = CopySource & {
  /** [B, T, V] what the readout says. */
  readonly logits: Tensor3D;
  /** [B, T, H] the decoder's outputs. */
  readonly outputs: Tensor3D;
  /** [B, T, E] the embedded tokens that the steps were given. */
  readonly embeddings: Tensor3D;
  /** [B, T, D] what was read of the source. */
  readonly contexts: Tensor3D;
  /** [B, T, S] where it was read. */
  readonly alignments: Tensor3D;
};

/** What a copier makes of it. */
export type Copied = {
  /** [B, T, V + X] log-probabilities over the vocabulary and, behind it, what a row's source has beside; finite everywhere. */
  readonly logits: Tensor3D;
  /** [B, T] pGen: 1 where a token is generated, 0 where it is copied. */
  readonly gates: Tensor2D;
};

/** Lets a decoder take tokens from its source, also such as the target vocabulary lacks. */
export interface Copier {
  /** The id that is embedded where a token was copied that the vocabulary lacks. */
  readonly unk: number;
  copy(input: CopyInput): Copied;
}
