import type { Tying } from '../config/model-config.ts';

/** Whether both sides have one embedding, and so need one vocabulary. */
export const sharesVocabulary = (tied: unknown): tied is Extract<Tying, 'source-target' | 'all'> =>
  tied === 'source-target' || tied === 'all';
