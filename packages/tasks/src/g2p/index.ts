/** Spelling to sound (grapheme to phoneme, g2p): English words and how North Americans say them. */
export { g2pTask } from './g2p-task.ts';
export { splitOfWord } from './word-split.ts';
