import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Mode } from '../random/mode.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { stepsOf } from '../tensor/steps-of.ts';
import type { Cell, CellState, Unrolled } from './cell.ts';

export type UnrollOptions<State> = {
  /** From the last real token to the first. */
  readonly reverse?: boolean;
  /** Where to begin; zeros by default. */
  readonly initialState?: State;
};

/**
 * A cell over time. Padding never changes a state, and outputs at padding are zero, so a sequence gives the same numbers in any
 * batch; a reversed cell begins at each sequence's last real token.
 *
 * @param inputs - [B, S, inputSize]
 * @param mask - [B, S], 1 real, 0 padding
 * @returns outputs [B, S, outputSize], and the state after each sequence's last real step
 */
export const unroll = <State extends CellState>(
  cell: Cell<State>,
  inputs: Tensor3D,
  mask: Tensor2D,
  mode: Mode,
  { reverse = false, initialState }: UnrollOptions<State> = {},
): Unrolled<State> => {
  const { B, S } = checkShapes('unroll', { inputs: [inputs, `B S ${cell.inputSize}`], mask: [mask, 'B S'] });
  const firstState = initialState ?? cell.initialState(B);
  const fused = cell.unroll?.({ inputs, mask, state: firstState, reverse, mode });
  if (fused) return fused;

  const inputAt = stepsOf(inputs);
  const realAt = tf.split<Tensor2D>(mask, S, 1);
  const paddedAt = tf.split<Tensor2D>(tf.sub(1, mask), S, 1);

  let state = firstState;
  const outputs = new Array<Tensor2D>(S);
  for (let i = 0; i < S; i++) {
    const at = reverse ? S - 1 - i : i;
    const real = realAt[at] as Tensor2D;
    const stepped = cell.step(inputAt[at] as Tensor2D, state, mode);
    // Multiplying by 0 and 1 is exact; subtracting and adding back would not be.
    state = mixParts(stepped.state, state, real, paddedAt[at] as Tensor2D);
    outputs[at] = tf.mul(stepped.output, real);
  }
  return { outputs: tf.stack(outputs, 1) as Tensor3D, finalState: state };
};

const mixParts = <State extends CellState>(next: State, previous: State, real: Tensor2D, padded: Tensor2D): State =>
  Object.fromEntries(
    Object.entries(next).map(([part, value]) => [
      part,
      tf.add(tf.mul(value, real), tf.mul(previous[part] as Tensor2D, padded)),
    ]),
  ) as State;
