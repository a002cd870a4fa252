// The fixed context of a source: c = q(h₁ … h_S), whatever q is.
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type KindDescription, resolveOptions } from '../../kind/kind.ts';
import type { ParameterScope } from '../../parameters/parameter-store.ts';
import type { Encoded } from '../encoder.ts';

/** A source as one vector: c = q(h₁ … h_S). */
export interface Summary {
  /** The width of what it gives; it may differ from D. */
  readonly size: number;
  /**
   * @param encoded - the memory, [B, S, D] with its mask, and each layer's final state
   * @returns [B, size]
   */
  summarize(encoded: Omit<Encoded, 'summary'>): Tensor2D;
}

/** What an encoder gives a summary to read. */
export type SummarySizes = {
  /** D: the width of the memory. */
  readonly memorySize: number;
  /** Width of each part of each layer's final state, lowest layer first. */
  readonly stateSizes: readonly Readonly<Record<string, number>>[];
  /** How much of the top layer's final hidden was read backward; it stands last. 0 where that layer reads forward only. */
  readonly backwardSize: number;
};

/** A kind of summary: what a config names and a catalog holds. */
export interface SummaryKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  create(sizes: SummarySizes, options: Options, parameters: ParameterScope): Summary;
}

/**
 * A summary of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 *
 * @example
 * ```ts
 * // A learned squeeze of the last hidden: tanh(h W).
 * export const squeezedSummary = defineSummary(({ stateSizes }, { units }: { units: number }, parameters) => {
 *   const kernel = parameters.create('kernel', [stateSizes.at(-1)!.hidden!, units], glorotUniform);
 *   return { size: units, summarize: ({ finalStates }) => tf.tanh(tf.matMul(finalStates.at(-1)!.hidden, kernel)) };
 * });
 * ```
 */
export const defineSummary = <Options>(
  create: (sizes: SummarySizes, options: Required<Options>, parameters: ParameterScope) => Summary,
  about?: KindDescription<NoInfer<Options>>,
): SummaryKind<Options> =>
  about
    ? {
        about,
        create: (sizes, options, parameters) =>
          create(sizes, resolveOptions(about, options, `${about.name} summary`, 'encoder.summary'), parameters),
      }
    : { create };
