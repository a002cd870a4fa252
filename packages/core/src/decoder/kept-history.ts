import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Attention, AttentionHistory, PreparedMemory } from '../attention/attention.ts';

/** What a decoder's state holds of where it looked: nothing where the attention is additive, which never reads it. */
export type KeptHistory = AttentionHistory | { readonly [part: string]: never };

export const beginHistory = (attention: Attention, prepared: PreparedMemory): KeptHistory =>
  attention.additive ? {} : attention.begin(prepared);

/** Attends, and keeps of the history what the state keeps. */
export const attendAndKeep = (
  attention: Attention,
  query: Tensor2D,
  prepared: PreparedMemory,
  history: KeptHistory,
): { readonly context: Tensor2D; readonly weights: Tensor2D; readonly history: KeptHistory } => {
  if (isKept(history)) return attention.attend(query, prepared, history);
  const { context, weights } = attention.attend(query, prepared, attention.begin(prepared));
  return { context, weights, history };
};

const isKept = (history: KeptHistory): history is AttentionHistory => 'position' in history;
