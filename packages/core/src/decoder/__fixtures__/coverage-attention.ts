import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Attention } from '../../attention/attention.ts';
import { dotAttention } from './dot-attention.ts';

/** An attention that reads its history, for tests: a dot over a memory that fades where it was looked at, by a half for each whole look. */
export const coverageAttention = (memorySize: number): Attention<Tensor3D, { readonly coverage: Tensor2D }> => {
  const dot = dotAttention(memorySize);
  return {
    ...dot,
    begin: ({ mask }) => ({ coverage: tf.zerosLike(mask) }),
    attend: (query, memory, { coverage }, mode) => {
      const unread: Tensor3D = tf.expandDims(tf.sub(1, tf.mul(coverage, 0.5)), 2);
      const faded = { ...memory, values: tf.mul<Tensor3D>(memory.values, unread) };
      const { context, weights } = dot.attend(query, faded, dot.begin(memory), mode);
      return { context, weights, history: { coverage: tf.add(coverage, weights) } };
    },
  };
};
