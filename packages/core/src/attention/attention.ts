import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Memory } from '../encoder/encoder.ts';
import type { Mode } from '../random/mode.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';

/** A memory with what can be computed once per source: keys, for example `m Wk` [B, S, A]. */
export type PreparedMemory<Keys extends TensorTree = TensorTree> = Memory & { readonly keys: Keys };

/** Where a decoder looked: context [B, C], the memory's weighted sum or what is made of it; weights [B, S], zero at padding. */
export type Attended<History extends TensorTree = TensorTree> = {
  readonly context: Tensor2D;
  readonly weights: Tensor2D;
  readonly history: History;
};

/** What makes a score additive, v · tanh(query queryKernel + key): [Q, A] and [A]. */
export type AdditiveWeights = { readonly queryKernel: Tensor2D; readonly v: Tensor1D };

/**
 * The socket: what a decoder asks of any attention. `@seq2seq/attention` holds the plugs; `query` is [B, Q].
 *
 * @see Bahdanau, Cho, Bengio 2015, section 3.1
 */
export interface Attention<Keys extends TensorTree = TensorTree, History extends TensorTree = TensorTree> {
  /** D: the width of the memory that it reads. */
  readonly memorySize: number;
  /** C: the width of the context that it gives; D where it is the memory's weighted sum. */
  readonly contextSize: number;
  /**
   * Where it is nothing but softmax(v · tanh(query queryKernel + keys)) over all that is not padding: its weights, for an operation that
   * does a whole decoder's work at once. Keys are then one tensor [B, S, A], and the history is not read and need not move on.
   */
  readonly additive?: AdditiveWeights;
  /** Once per source. */
  prepare(memory: Memory): PreparedMemory<Keys>;
  /** What it remembers of the steps before, as there are none yet; the batch is on axis 0 of every tensor in it. */
  begin(memory: PreparedMemory<Keys>): History;
  /** Once per target step. */
  attend(query: Tensor2D, memory: PreparedMemory<Keys>, history: History, mode: Mode): Attended<History>;
}
