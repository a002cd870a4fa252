import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { CellState } from '../cell/cell.ts';
import type { Mode } from '../random/mode.ts';

/** What attention may read. values [B, S, D], zero at padding; mask [B, S], 1 real, 0 padding. */
export type Memory = { readonly values: Tensor3D; readonly mask: Tensor2D };

/** A source sequence, read. */
export type Encoded = {
  /** One position per source token, or fewer where the encoder joins them: see `memoryLength`. */
  readonly memory: Memory;
  /** [B, summarySize] the fixed context c, the source as one vector, made by a `Summary`: by default the top layer's final hidden. */
  readonly summary: Tensor2D;
  /** One per layer, lowest first, for the bridge. */
  readonly finalStates: readonly CellState[];
};

/** A sequence becomes a memory, about one vector a token, and a summary. */
export interface Encoder {
  /** E: the width of its inputs. */
  readonly inputSize: number;
  /** D: the width of the memory. */
  readonly memorySize: number;
  /** The width of the summary. */
  readonly summarySize: number;
  /** Width of each part of each layer's final state. */
  readonly stateSizes: readonly Readonly<Record<string, number>>[];
  /** How many memory positions a source of so many tokens has; as many as tokens, where this is left out. */
  memoryLength?(sourceLength: number): number;
  /**
   * @param inputs - [B, S, E] already embedded, so sensor vectors work as well as words
   * @param mask - [B, S], 1 real, 0 padding
   */
  encode(inputs: Tensor3D, mask: Tensor2D, mode: Mode): Encoded;
}
