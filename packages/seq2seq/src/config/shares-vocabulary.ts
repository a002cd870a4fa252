import type { Tying } from '@seq2seq/core';

/** Whether both sides have one embedding, and so need one vocabulary. */
export const sharesVocabulary = (tied: unknown): tied is Extract<Tying, 'source-target' | 'all'> =>
  tied === 'source-target' || tied === 'all';
