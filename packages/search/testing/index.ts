// For tests of searches and of step models: models that are tables, and the laws every step model must keep.

export { tableModel, type TableModel, type TableModelOptions, type TableState } from './table-model.ts';
export { randomTableModel, type RandomTableModelOptions } from './random-table-model.ts';
export { textbookExample, type TextbookExample } from './textbook-example.ts';
export { checkStepModel, type StepModelSubject } from './step-model-contract.ts';
