import type { TaskData, TaskExample, TaskSplit } from '../task.ts';
import { readPronunciations } from './pronunciations.ts';
import { splitOfWord } from './word-split.ts';

/**
 * English spelling to sound, from the CMU Pronouncing Dictionary: the letters of a word to one or more lists of ARPAbet phones
 * without stress, `c a t` to `K AE T`. About 117,000 words, split by `splitOfWord`: 93 % train, 2 % dev, 5 % test.
 *
 * The dictionary (about 5 MB) is loaded at the first call. Published results use other versions and splits of it, so compare
 * error rates with them loosely.
 *
 * @see http://www.speech.cs.cmu.edu/cgi-bin/cmudict
 */
export async function g2pTask(): Promise<TaskData> {
  const { dictionary } = await import('cmu-pronouncing-dictionary');
  const splits: Record<TaskSplit, TaskExample[]> = { train: [], dev: [], test: [] };
  for (const [word, targets] of readPronunciations(dictionary)) {
    splits[splitOfWord(word)].push({ source: Array.from(word), targets });
  }
  return splits;
}
