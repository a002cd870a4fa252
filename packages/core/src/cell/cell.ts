import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type KindDescription, resolveOptions } from '../kind/kind.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';

/** What a recurrence remembers: `hidden` [B, H], which is also its output, and whatever else the cell needs, each [B, …]. */
export type CellState = { readonly hidden: Tensor2D; readonly [part: string]: Tensor2D };

/** A batch of sequences for a cell to go through. */
export type CellSequence<State extends TensorTree = CellState> = {
  /** [B, S, inputSize] */
  readonly inputs: Tensor3D;
  /** [B, S], 1 real, 0 padding */
  readonly mask: Tensor2D;
  /** Before the first step. */
  readonly state: State;
  /** From the last real token to the first. */
  readonly reverse: boolean;
  readonly mode: Mode;
};

/** outputs [B, S, outputSize], zero at padding; the state after each sequence's last real step. */
export type Unrolled<State extends TensorTree = CellState> = { readonly outputs: Tensor3D; readonly finalState: State };

/** The weights of an LSTM, as `lstmCell` names them: [I, 4·H], [H, 4·H], [4·H]. */
export type LstmWeights = {
  readonly kernel: Tensor2D;
  readonly recurrentKernel: Tensor2D;
  readonly bias: Tensor1D;
};

/** What the recurrent products of a step see of a hidden, [B, H] both: some of it dropped, for example. */
export type HiddenReading = (hidden: Tensor2D) => Tensor2D;

/** One step of a recurrence. Pure: same inputs, same outputs, nothing remembered outside the state. */
export interface Cell<State extends TensorTree = CellState> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** All zeros. */
  initialState(batchSize: number): State;
  /**
   * @param input - [B, inputSize]
   * @returns output [B, outputSize] and the state after this step
   */
  step(input: Tensor2D, state: State, mode: Mode): { readonly output: Tensor2D; readonly state: State };
  /** All steps as one operation, where the current backend has it for this cell; undefined where it has not. Use `unroll`. */
  unroll?(sequence: CellSequence<State>): Unrolled<State> | undefined;
  /** What the cell is, for an operation that does many cells' work at once: an LSTM with these weights. */
  readonly lstm?: LstmWeights;
  /** The share of its input that it loses while training. */
  readonly dropout?: number;
  /** The cells that this one passes its input through, one after the other, and nothing else. */
  readonly stack?: readonly Cell[];
}

/** A cell with one layer, whose state parts and their widths can be listed, so that a bridge can fill them. */
export interface LayerCell<State extends CellState = CellState> extends Cell<State> {
  /** Width of each part of the state, for example { hidden: 256, carry: 256 }. */
  readonly stateSizes: Readonly<Record<keyof State & string, number>>;
  /**
   * A step whose recurrent products see `read(hidden)`, while everything that keeps the hidden (the z ⊙ h of a GRU) has it whole: what
   * `withVariationalDropout` needs. Where `read` changes nothing it is `step`. A wrapper that changes `step` changes this too.
   */
  stepReading?(
    input: Tensor2D,
    state: State,
    mode: Mode,
    read: HiddenReading,
  ): { readonly output: Tensor2D; readonly state: State };
}

/** {@link LayerCell.stepReading} as a function, for wrappers. */
export type StepReading<State extends CellState = CellState> = NonNullable<LayerCell<State>['stepReading']>;

/** The size of a cell and of what it reads. */
export type CellSizes = { readonly inputSize: number; readonly units: number };

/** A kind of cell: what a config names and a catalog holds. */
export interface CellKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  create(sizes: CellSizes, options: Options, parameters: ParameterScope): LayerCell;
}

/**
 * A cell of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 */
export const defineCell = <Options>(
  create: (sizes: CellSizes, options: Required<Options>, parameters: ParameterScope) => LayerCell,
  about?: KindDescription<NoInfer<Options>>,
): CellKind<Options> =>
  about
    ? {
        about,
        create: (sizes, options, parameters) =>
          create(sizes, resolveOptions(about, options, `${about.name} cell`, 'cell'), parameters),
      }
    : { create };
