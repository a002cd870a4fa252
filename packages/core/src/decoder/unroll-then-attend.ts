// Where nothing that attention saw flows back into the cells, they can go through the whole target before attention is asked at all.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Attended, Attention, PreparedMemory } from '../attention/attention.ts';
import type { Cell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import type { Mode } from '../random/mode.ts';
import { type Random, randomFromSnapshot } from '../random/random.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { stepsOf } from '../tensor/steps-of.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { UnrolledDecoder } from './decoder.ts';
import { attendAndKeep } from './kept-history.ts';

export type CellsThenAttention = {
  /** Reads the token alone. */
  readonly cell: Cell<StackedState>;
  readonly attention: Attention;
  /** [C + H, H] */
  readonly outputKernel: Tensor2D;
  /** [B, T, E] */
  readonly inputs: Tensor3D;
  readonly stack: StackedState;
  readonly history: TensorTree;
  readonly prepared: PreparedMemory;
  readonly mode: Mode;
  readonly givesContexts: boolean;
};

/**
 * All steps of Luong's decoder without input feeding, whatever its attention: the cells over the whole target as the operations that they
 * have for it, attention step by step, all attentional vectors as one product.
 *
 * @returns undefined where the cells have no such operation on the current backend, or both cells and attention draw at random, which
 * steps would do in turns
 */
export const unrollThenAttend = (parts: CellsThenAttention): UnrolledDecoder | undefined => {
  const { cell, attention, outputKernel, inputs, stack, prepared, mode, givesContexts } = parts;
  const { B, T } = checkShapes('unrollThenAttend', { inputs: [inputs, `B T ${cell.inputSize}`] });
  if (!cell.unroll || T === 0) return undefined;
  const [forCells, forAttention] = [drawnApart(mode), drawnApart(mode)];
  // What the padding of a target gives is nobody's: the loss leaves it out, and nothing comes after it.
  const unrolled = cell.unroll({ inputs, mask: tf.ones([B, T]), state: stack, reverse: false, mode: forCells.mode });
  if (!unrolled) return undefined;

  let { history } = parts;
  const attended: Attended[] = [];
  for (const query of stepsOf(unrolled.outputs)) {
    const step = attendAndKeep(attention, query, prepared, history, forAttention.mode);
    if (forCells.count() > 0 && forAttention.count() > 0) return undefined;
    ({ history } = step);
    attended.push(step);
  }
  for (const { accept } of [forCells, forAttention]) accept();
  const overTime = (part: 'context' | 'weights'): Tensor3D =>
    tf.stack(
      attended.map((step) => step[part]),
      1,
    ) as Tensor3D;
  const contexts = overTime('context');
  const read: Tensor3D = tf.concat([contexts, unrolled.outputs], 2);
  const rows: Tensor2D = tf.tanh(tf.matMul(tf.reshape(read, [B * T, read.shape[2]]), outputKernel));
  return {
    outputs: tf.reshape(rows, [B, T, outputKernel.shape[1]]),
    ...(givesContexts && { contexts }),
    alignments: overTime('weights'),
  };
};

type DrawnApart = {
  /** Draws what the caller's mode would, which stays where it is. */
  readonly mode: Mode;
  readonly count: () => number;
  /** Takes as much from the caller's stream. */
  readonly accept: () => void;
};

const drawnApart = (mode: Mode): DrawnApart => {
  if (!mode.training) return { mode, count: () => 0, accept: () => {} };
  const ahead = randomFromSnapshot(mode.random.snapshot());
  let count = 0;
  const next = (): number => {
    count++;
    return ahead.next();
  };
  return {
    mode: { training: true, random: { ...ahead, next } satisfies Random },
    count: () => count,
    accept: () => {
      for (let i = 0; i < count; i++) mode.random.next();
    },
  };
};
