import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type KindDescription, resolveOptions } from '../kind/kind.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';

/** What decoder steps leave for the readout: N rows, one per step, whatever batch and time they come from. */
export type ReadoutInput = {
  /** [N, H] the decoder's outputs. */
  readonly outputs: Tensor2D;
  /** [N, E] the embedded tokens that the steps were given. */
  readonly embeddings: Tensor2D;
  /** [N, D] what was read of the source; absent where the decoder has no context. */
  readonly contexts?: Tensor2D;
};

/** Decoder outputs to vocabulary scores (logits). */
export interface Readout {
  readonly vocabularySize: number;
  /** Whether it reads embeddings and contexts too; if not, nobody needs to gather them. */
  readonly readsInputs: boolean;
  /** @returns [N, V] before the softmax */
  read(input: ReadoutInput): Tensor2D;
}

/** What a readout finds: H, the width of the decoder's output; E, of the embedded target token; D, of the context, 0 if none; V. */
export type ReadoutSizes = {
  readonly outputSize: number;
  readonly embeddingSize: number;
  readonly contextSize: number;
  readonly vocabularySize: number;
};

/**
 * The last matrix, over vectors of a width that the readout chooses. Called once: its weights have one place, whatever readout they end,
 * and may be those of an embedding.
 */
export type GeneratorMaker = (inputSize: number) => Readout;

/** A kind of readout: what a config names as the output and a catalog holds. */
export interface ReadoutKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  create(sizes: ReadoutSizes, options: Options, parameters: ParameterScope, generator: GeneratorMaker): Readout;
}

/**
 * A readout of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 *
 * @example
 * ```ts
 * export const tanhReadout = defineReadout(({ outputSize }, { units }: { units: number }, parameters, generator) => {
 *   const kernel = parameters.create('kernel', [outputSize, units], glorotUniform);
 *   const last = generator(units);
 *   return { ...last, read: (input) => last.read({ ...input, outputs: tf.tanh(tf.matMul(input.outputs, kernel)) }) };
 * });
 * ```
 */
export const defineReadout = <Options>(
  create: (
    sizes: ReadoutSizes,
    options: Required<Options>,
    parameters: ParameterScope,
    generator: GeneratorMaker,
  ) => Readout,
  about?: KindDescription<NoInfer<Options>>,
): ReadoutKind<Options> =>
  about
    ? {
        about,
        create: (sizes, options, parameters, generator) =>
          create(sizes, resolveOptions(about, options, `${about.name} output`, 'output'), parameters, generator),
      }
    : { create };
