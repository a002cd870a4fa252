import { type KindDescription, type Mode, type ParameterScope, resolveOptions } from '@seq2seq/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionHistory } from '../history.ts';
import type { AttentionSizes } from '../scorer/scorer.ts';

/** At which step weights are wanted, for normalizers that depend on it. */
export type NormalizerStep = { readonly history: AttentionHistory; readonly mode: Mode };

/**
 * Scores to weights.
 *
 * @param scores - [B, S] any real number
 * @param allowed - [B, S], 1 where the score counts, 0 where it must not
 * @returns [B, S], zero where not allowed
 */
export type Normalizer = (scores: Tensor2D, allowed: Tensor2D, step: NormalizerStep) => Tensor2D;

/** A kind of normalizer: what a config names and a catalog holds. */
export interface NormalizerKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  create(sizes: AttentionSizes, options: Options, parameters: ParameterScope): Normalizer;
}

/**
 * A normalizer of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 */
export const defineNormalizer = <Options>(
  create: (sizes: AttentionSizes, options: Required<Options>, parameters: ParameterScope) => Normalizer,
  about?: KindDescription<NoInfer<Options>>,
): NormalizerKind<Options> =>
  about
    ? {
        about,
        create: (sizes, options, parameters) =>
          create(sizes, resolveOptions(about, options, `${about.name} normalizer`, 'attention.normalizer'), parameters),
      }
    : { create };
