// What a config names and a catalog holds: a way to build an encoder of whatever cell.
import type { CellSizes, LayerCell } from '../cell/cell.ts';
import { type KindDescription, resolveOptions } from '../kind/kind.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { Encoder } from './encoder.ts';
import { lastHidden } from './summary/last-summary.ts';
import type { Summary, SummarySizes } from './summary/summary.ts';

/** What any kind of encoder is built with, and what is the same for all. */
export type EncoderParts = {
  /** E: the width of its inputs. */
  readonly inputSize: number;
  /** Makes the cells, each with weights in a scope of its own; a kind without recurrence makes none. */
  readonly cell: (sizes: CellSizes, parameters: ParameterScope) => LayerCell;
  /** How the source becomes one vector, its weights in the scope `summary`. Default: the top layer's final hidden. */
  readonly summary?: (sizes: SummarySizes, parameters: ParameterScope) => Summary;
};

/** A kind of encoder: what a config names and a catalog holds. */
export interface EncoderKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  create(parts: EncoderParts, options: Options, parameters: ParameterScope): Encoder;
}

/** The parts as a kind finds them: with a summary, which knows its scope already. */
export type GivenEncoderParts = Pick<EncoderParts, 'inputSize' | 'cell'> & {
  readonly summary: (sizes: SummarySizes) => Summary;
};

/**
 * An encoder of your own from one function, with its options typed by it: recurrent or not.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 *
 * @example
 * ```ts
 * // Words without an order: attention reads the embeddings as they are.
 * export const bagEncoder = defineEncoder(({ inputSize, summary }) => {
 *   const { size, summarize } = summary({ memorySize: inputSize, stateSizes: [], backwardSize: 0 });
 *   return {
 *     inputSize,
 *     memorySize: inputSize,
 *     summarySize: size,
 *     stateSizes: [],
 *     encode: (inputs, mask) => {
 *       const memory = { values: tf.mul<tf.Tensor3D>(inputs, tf.expandDims(mask, 2)), mask };
 *       return { memory, finalStates: [], summary: summarize({ memory, finalStates: [] }) };
 *     },
 *   };
 * });
 * ```
 */
export const defineEncoder = <Options>(
  create: (parts: GivenEncoderParts, options: Required<Options>, parameters: ParameterScope) => Encoder,
  about?: KindDescription<NoInfer<Options>>,
): EncoderKind<Options> => ({
  ...(about && { about }),
  create: ({ inputSize, cell, summary = lastHidden }, options, parameters) =>
    create(
      { inputSize, cell, summary: (sizes) => summary(sizes, parameters.scope('summary')) },
      about ? resolveOptions(about, options, `${about.name} encoder`, 'encoder') : (options as Required<Options>),
      parameters,
    ),
});
