import {
  type AdditiveWeights,
  type KindDescription,
  type ParameterScope,
  resolveOptions,
  type TensorTree,
} from '@seq2seq/core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionHistory } from '../history.ts';

/** How well each memory position answers the query. */
export interface Scorer<Keys extends TensorTree = TensorTree, Notes extends TensorTree = TensorTree> {
  /** The weights of a score that is v · tanh(query queryKernel + keys) and nothing else; keys are then one tensor [B, S, A]. */
  readonly additive?: AdditiveWeights;
  /**
   * What can be computed once per source.
   *
   * @param values - [B, S, D] the memory; rows at padding are zero
   */
  prepare(values: Tensor3D): Keys;
  /**
   * @param query - [B, Q] what the decoder looks for at this step
   * @returns [B, S] scores before padding is hidden, any real number
   */
  score(query: Tensor2D, keys: Keys, history: AttentionHistory<Notes>): Tensor2D;
  /** What it notes of the steps before, as there are none yet; with it goes `note`. */
  begin?(keys: Keys): Notes;
  /** Its notes after a step, which come back as `history.notes` of the next. */
  note?(step: AttendedStep<Keys, Notes>): Notes;
}

/** A step that was made: the query [B, Q], and the weights [B, S] that came of its scores. */
export type AttendedStep<Keys extends TensorTree, Notes extends TensorTree> = {
  readonly query: Tensor2D;
  readonly keys: Keys;
  readonly weights: Tensor2D;
  readonly notes: Notes;
};

/** Q, the width of the query, and D, the width of the memory. */
export type AttentionSizes = { readonly querySize: number; readonly memorySize: number };

/** A kind of scorer: what a config names and a catalog holds. */
export interface ScorerKind<Options = unknown, Keys extends TensorTree = TensorTree> {
  readonly about?: KindDescription<Options>;
  create(sizes: AttentionSizes, options: Options, parameters: ParameterScope): Scorer<Keys>;
}

/**
 * A scorer of your own from one function, with its options, keys and notes typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 *
 * @example
 * ```ts
 * export const cosineScorer = defineScorer(({ querySize, memorySize }, { sharpness }: { sharpness: number }, parameters) => …);
 * ```
 */
export const defineScorer = <Options, Keys extends TensorTree, Notes extends TensorTree = TensorTree>(
  create: (sizes: AttentionSizes, options: Required<Options>, parameters: ParameterScope) => Scorer<Keys, Notes>,
  about?: KindDescription<NoInfer<Options>>,
): ScorerKind<Options, Keys> =>
  about
    ? {
        about,
        create: (sizes, options, parameters) =>
          create(sizes, resolveOptions(about, options, `${about.name} scorer`, 'attention.scorer'), parameters),
      }
    : { create };
