import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Mode } from '../random/mode.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';

/** What a recurrence remembers: `hidden` [B, H], which is also its output, and whatever else the cell needs, each [B, …]. */
export type CellState = { readonly hidden: Tensor2D; readonly [part: string]: Tensor2D };

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
}

/** A cell with one layer, whose state parts and their widths can be listed, so that a bridge can fill them. */
export interface LayerCell<State extends CellState = CellState> extends Cell<State> {
  /** Width of each part of the state, for example { hidden: 256, carry: 256 }. */
  readonly stateSizes: Readonly<Record<keyof State & string, number>>;
}

/** The size of a cell and of what it reads. */
export type CellSizes = { readonly inputSize: number; readonly units: number };
