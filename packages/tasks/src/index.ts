/** Ready-made problems. Each has its own entry point, so that only the one in use is loaded; here is what they have in common. */
export type { Link, SplitSizes, TaskData, TaskExample, TaskSplit } from './task.ts';
export { TaskError } from './task-error.ts';
