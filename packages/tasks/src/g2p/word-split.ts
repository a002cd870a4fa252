import type { TaskSplit } from '../task.ts';
import { fnv1a } from './fnv1a.ts';

/**
 * Which split a word belongs to, decided by the word alone, so that all its pronunciations stay together and a new version
 * of the dictionary moves no word. With h = FNV-1a (32 bits) of its UTF-8 bytes, modulo 100: 0 to 4 is test (5 %), 5 and 6
 * is dev (2 %), the rest is train (93 %).
 */
export function splitOfWord(word: string): TaskSplit {
  const bucket = fnv1a(word) % 100;
  if (bucket < 5) return 'test';
  return bucket < 7 ? 'dev' : 'train';
}
