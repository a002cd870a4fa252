import type { AdditiveWeights, AttentionHistory, ParameterScope, TensorTree } from '@seq2seq/core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** How well each memory position answers the query. */
export interface Scorer<Keys extends TensorTree = TensorTree> {
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
  score(query: Tensor2D, keys: Keys, history: AttentionHistory): Tensor2D;
}

/** Q, the width of the query, and D, the width of the memory. */
export type AttentionSizes = { readonly querySize: number; readonly memorySize: number };

/** A kind of scorer: what a config names and a catalog holds. */
export interface ScorerKind<Options = unknown, Keys extends TensorTree = TensorTree> {
  create(sizes: AttentionSizes, options: Options, parameters: ParameterScope): Scorer<Keys>;
}

/**
 * A scorer of your own from one function, with its options and keys typed by it.
 *
 * @example
 * ```ts
 * export const cosineScorer = defineScorer(({ querySize, memorySize }, { sharpness }: { sharpness: number }, parameters) => …);
 * ```
 */
export const defineScorer = <Options, Keys extends TensorTree>(
  create: ScorerKind<Options, Keys>['create'],
): ScorerKind<Options, Keys> => ({ create });
