import type { AttentionHistory, ParameterScope } from '@seq2seq/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionSizes } from '../scorer/scorer.ts';

/**
 * Which positions may be looked at, and how strongly.
 *
 * allowed [B, S], 1 or 0, is applied before normalising; emphasis [B, S], in 0 … 1, after it, so that weights sum to at most one.
 */
export type Visibility = { readonly allowed: Tensor2D; readonly emphasis?: Tensor2D };

/** Decides, at each step, which part of the memory can be seen; padding never can. */
export interface AlignmentWindow {
  /**
   * @param query - [B, Q]
   * @param mask - [B, S], 1 real, 0 padding
   */
  reveal(query: Tensor2D, mask: Tensor2D, history: AttentionHistory): Visibility;
}

/** A kind of window: what a config names and a catalog holds. */
export interface WindowKind<Options = unknown> {
  create(sizes: AttentionSizes, options: Options, parameters: ParameterScope): AlignmentWindow;
}

/**
 * A window of your own from one function, with its options typed by it.
 *
 * @example
 * ```ts
 * // Only the first `count` positions.
 * export const headWindow = defineWindow((_sizes, { count }: { count: number }) => ({
 *   reveal: (_query, mask) => ({ allowed: tf.mul(mask, tf.cast(tf.less(tf.range(0, mask.shape[1]), count), 'float32')) }),
 * }));
 * ```
 */
export const defineWindow = <Options>(create: WindowKind<Options>['create']): WindowKind<Options> => ({ create });
