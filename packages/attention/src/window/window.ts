import { type KindDescription, type ParameterScope, resolveOptions } from '@seq2seq/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionHistory } from '../history.ts';
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
  readonly about?: KindDescription<Options>;
  create(sizes: AttentionSizes, options: Options, parameters: ParameterScope): AlignmentWindow;
}

/**
 * A window of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 *
 * @example
 * ```ts
 * // Only the first `count` positions.
 * export const headWindow = defineWindow((_sizes, { count }: { count: number }) => ({
 *   reveal: (_query, mask) => ({ allowed: tf.mul(mask, tf.cast(tf.less(tf.range(0, mask.shape[1]), count), 'float32')) }),
 * }));
 * ```
 */
export const defineWindow = <Options>(
  create: (sizes: AttentionSizes, options: Required<Options>, parameters: ParameterScope) => AlignmentWindow,
  about?: KindDescription<NoInfer<Options>>,
): WindowKind<Options> =>
  about
    ? {
        about,
        create: (sizes, options, parameters) =>
          create(sizes, resolveOptions(about, options, `${about.name} window`, 'attention.window'), parameters),
      }
    : { create };
