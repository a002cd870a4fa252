// The figures that studies look at.
import type { LearningRun, TestResult } from './learning-run.ts';
import type { Column } from './study.ts';

const of = (test: string, figure: (result: TestResult) => number | undefined) => (run: LearningRun) => {
  const result = run.tests.find(({ name }) => name === test);
  return result && figure(result);
};

/** The share of a test set that is right to the last token. */
export const exact = (test: string, title = 'exact match'): Column => ({
  title,
  unit: 'percent',
  valueOf: of(test, (result) => result.exact),
});

/** Edits over the tokens of the right answers. */
export const tokenErrors = (test: string, title = 'token error rate'): Column => ({
  title,
  unit: 'percent',
  valueOf: of(test, ({ tokenErrorRate }) => tokenErrorRate),
});

/** The share of linked target tokens that look at none of their source tokens. */
export const alignmentErrors = (test: string, title = 'AER'): Column => ({
  title,
  unit: 'percent',
  valueOf: of(test, ({ alignmentErrorRate }) => alignmentErrorRate),
});

export const weights: Column = { title: 'weights', unit: 'count', valueOf: (run) => run.weights };
export const steps: Column = { title: 'steps', unit: 'count', valueOf: (run) => run.steps };
export const cpuSeconds: Column = { title: 'processor time', unit: 'seconds', valueOf: (run) => run.cpuSeconds };
