/** Phonics: letters to sounds by rules, a long path that only ever goes forward though not step by step. */
export { phonicsTask, type PhonicsOptions } from './phonics-task.ts';
