import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { CellState } from '../cell/cell.ts';
import type { Mode } from '../random/mode.ts';

/** What attention may read. values [B, S, D]; mask [B, S], 1 real, 0 padding. */
export type Memory = { readonly values: Tensor3D; readonly mask: Tensor2D };

/** A source sequence, read. */
export type Encoded = {
  readonly memory: Memory;
  /** [B, D] the fixed context c: the top layer's final hidden. */
  readonly summary: Tensor2D;
  /** One per layer, lowest first, for the bridge. */
  readonly finalStates: readonly CellState[];
};

/** A sequence becomes a memory, one vector a token, and a summary. */
export interface Encoder {
  /** E: the width of its inputs. */
  readonly inputSize: number;
  /** D: the width of the memory and of the summary. */
  readonly memorySize: number;
  /** Width of each part of each layer's final state. */
  readonly stateSizes: readonly Readonly<Record<string, number>>[];
  /**
   * @param inputs - [B, S, E] already embedded, so sensor vectors work as well as words
   * @param mask - [B, S], 1 real, 0 padding
   */
  encode(inputs: Tensor3D, mask: Tensor2D, mode: Mode): Encoded;
}
