/** Dates: the ways people write a day, to the one way that computers do. */
export { datesTask, type DatesOptions } from './dates-task.ts';
