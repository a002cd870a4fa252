import type { TensorTree } from '@seq2seq/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** What was attended to so far, for scorers, windows and normalizers that depend on it. */
export type AttentionHistory<Notes extends TensorTree = TensorTree> = {
  /** [B, 1] the target step, from 0. */
  readonly position: Tensor2D;
  /** [B, S] the last step's weights; zeros before the first. */
  readonly previous: Tensor2D;
  /** [B, S] the sum of all steps' weights. */
  readonly coverage: Tensor2D;
  /** What the scorer noted of its own; nothing, {}, if it notes nothing. */
  readonly notes: Notes;
};
