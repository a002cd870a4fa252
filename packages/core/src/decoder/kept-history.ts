import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Attended, Attention, PreparedMemory } from '../attention/attention.ts';
import type { Mode } from '../random/mode.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';

/** What a decoder's state holds of where it looked: nothing where the attention is additive, which never reads it. */
export const beginHistory = (attention: Attention, prepared: PreparedMemory): TensorTree =>
  attention.additive ? {} : attention.begin(prepared);

/** Attends, and keeps of the history what the state keeps. */
export const attendAndKeep = (
  attention: Attention,
  query: Tensor2D,
  prepared: PreparedMemory,
  history: TensorTree,
  mode: Mode,
): Attended =>
  attention.additive
    ? { ...attention.attend(query, prepared, attention.begin(prepared), mode), history }
    : attention.attend(query, prepared, history, mode);
