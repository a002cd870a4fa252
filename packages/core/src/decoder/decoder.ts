import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Encoded } from '../encoder/encoder.ts';
import type { Mode } from '../random/mode.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';

/** One target step. */
export type DecoderStep<State extends TensorTree> = {
  /** [B, H] for the readout. */
  readonly output: Tensor2D;
  /** [B, D] what was read of the source at this step, attended or fixed; absent where it entered through the first state alone. */
  readonly context?: Tensor2D;
  /** [B, S] the attention weights, where there are any. */
  readonly alignment?: Tensor2D;
  readonly state: State;
};

/** All target steps at once, each given the right previous token. */
export type DecoderSequence<State extends TensorTree, Prepared extends TensorTree> = {
  /** [B, T, E] the embedded target behind a beginning-of-sentence. */
  readonly inputs: Tensor3D;
  readonly state: State;
  readonly prepared: Prepared;
  readonly mode: Mode;
  /** Whether contexts are wanted. */
  readonly givesContexts: boolean;
};

/** outputs [B, T, H]; contexts [B, T, D] if they were wanted; alignments [B, T, S] if the decoder attends. */
export type UnrolledDecoder = {
  readonly outputs: Tensor3D;
  readonly contexts?: Tensor3D;
  readonly alignments?: Tensor3D;
};

/**
 * Writes the target one token at a time. `prepare` once per source, `start` once per hypothesis, `step` once per token; what each
 * gives is passed back in, and nothing is remembered elsewhere, so a search may reorder rows as it likes.
 */
export interface Decoder<State extends TensorTree = TensorTree, Prepared extends TensorTree = TensorTree> {
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
  /** H: the width of a step's output. */
  readonly outputSize: number;
  /** D: the width of a step's context; 0 if there is none. */
  readonly contextSize: number;
  /** Whether steps have an alignment. */
  readonly attends: boolean;
  /** What stays the same for one source: attention keys, memory, mask. */
  prepare(encoded: Encoded): Prepared;
  start(encoded: Encoded, prepared: Prepared): State;
  /** @param input - [B, E] the embedded previous target token */
  step(input: Tensor2D, state: State, prepared: Prepared, mode: Mode): DecoderStep<State>;
  /** All steps as one operation, where the current backend has it for this decoder; undefined where it has not. Use `unrollDecoder`. */
  unroll?(sequence: DecoderSequence<State, Prepared>): UnrolledDecoder | undefined;
}
