/** Numbers: digits to English words, where each word says a digit and its place, or words to digits. */
export { numbersTask, type NumbersOptions } from './numbers-task.ts';
