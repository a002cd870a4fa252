import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { CellState, LayerCell } from '../cell/cell.ts';
import { unroll } from '../cell/unroll.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Mode } from '../random/mode.ts';

/** Which way a layer reads: first token to last, last to first, or both side by side. */
export type Direction = 'forward' | 'backward' | 'bidirectional';

/** One layer of an encoder: a whole sequence in, a whole sequence and a final state out. */
export interface RecurrentLayer {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly stateSizes: Readonly<Record<string, number>>;
  /** How much of its hidden was read backward; it stands last. None, where this is left out. */
  readonly backwardSize?: number;
  /** How many inputs become one output; each its own, where this is left out. */
  readonly reduction?: number;
  /** @param inputs - [B, S, inputSize] */
  run(inputs: Tensor3D, mask: Tensor2D, mode: Mode): LayerRun;
}

/** What a layer gives: outputs, zero at padding; their own mask where they are fewer than the inputs; the state at the end. */
export type LayerRun = { readonly outputs: Tensor3D; readonly mask?: Tensor2D; readonly finalState: CellState };

/** First token to last. */
export const forwardLayer = (cell: LayerCell): RecurrentLayer => oneWay(cell, false);

/** Last real token to first: the reversed source of Sutskever et al. 2014. */
export const backwardLayer = (cell: LayerCell): RecurrentLayer => oneWay(cell, true);

/**
 * Both ways side by side: outputs and final states are joined forward‖backward, so each memory position knows what comes before and
 * after it.
 *
 * @throws ConfigError if the two cells do not read the same or do not have the same state parts
 * @see Schuster, Paliwal 1997
 */
export const bidirectionalLayer = (forward: LayerCell, backward: LayerCell): RecurrentLayer => {
  const parts = Object.keys(forward.stateSizes);
  if (forward.inputSize !== backward.inputSize || parts.join() !== Object.keys(backward.stateSizes).join()) {
    throw new ConfigError(
      `bidirectionalLayer: the forward cell reads ${forward.inputSize} values and keeps [${parts.join(', ')}], the backward cell reads ` +
        `${backward.inputSize} and keeps [${Object.keys(backward.stateSizes).join(', ')}]; use the same kind of cell both ways.`,
      'direction',
    );
  }
  return {
    inputSize: forward.inputSize,
    outputSize: forward.outputSize + backward.outputSize,
    stateSizes: Object.fromEntries(
      parts.map((part) => [part, (forward.stateSizes[part] as number) + (backward.stateSizes[part] as number)]),
    ),
    backwardSize: backward.stateSizes['hidden'] as number,
    run: (inputs, mask, mode) => {
      const there = unroll(forward, inputs, mask, mode);
      const back = unroll(backward, inputs, mask, mode, { reverse: true });
      return {
        outputs: tf.concat([there.outputs, back.outputs], 2),
        finalState: Object.fromEntries(
          parts.map((part) => [
            part,
            tf.concat([there.finalState[part] as Tensor2D, back.finalState[part] as Tensor2D], 1),
          ]),
        ) as CellState,
      };
    },
  };
};

const oneWay = (cell: LayerCell, reverse: boolean): RecurrentLayer => ({
  inputSize: cell.inputSize,
  outputSize: cell.outputSize,
  stateSizes: cell.stateSizes,
  backwardSize: reverse ? (cell.stateSizes['hidden'] as number) : 0,
  run: (inputs, mask, mode) => unroll(cell, inputs, mask, mode, { reverse }),
});
