/** Copying: the plainest alignment there is, a diagonal, and the first thing to try with a window that moves along. */
export { copyTask, type CopyOptions } from './copy-task.ts';
