import type { AttentionHistory } from '@seq2seq/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** Which positions may be looked at [B, S], 1 or 0: applied before normalising. */
export type Visibility = { readonly allowed: Tensor2D };

/** Decides, at each step, which part of the memory can be seen; padding never can. */
export interface AlignmentWindow {
  /**
   * @param query - [B, Q]
   * @param mask - [B, S], 1 real, 0 padding
   */
  reveal(query: Tensor2D, mask: Tensor2D, history: AttentionHistory): Visibility;
}
