/** Addition: two numbers to their sum, which is written from the left but worked out from the right. */
export { additionTask, type AdditionOptions } from './addition-task.ts';
