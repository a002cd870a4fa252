/** Sorting: each output token needs a look at the whole source, and attention jumps. */
export { sortTask, type SortOptions } from './sort-task.ts';
