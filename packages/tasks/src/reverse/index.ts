/** Reversal: the smallest problem that needs memory, and a picture of attention that anyone can judge. */
export { reverseTask, type ReverseOptions } from './reverse-task.ts';
