// What a study of learning is: a claim, the arms that are compared on the same data, and what is looked at. No run, no file.
import type { TaskExample } from '@seq2seq/tasks';
import type { Random } from '@seq2seq/core';
import type { RunConfigInput } from 'seq2seq';
import type { LearningRun } from './learning-run.ts';

/** Examples that no arm learns from. */
export type TestSet = {
  readonly name: string;
  readonly examples: readonly TaskExample[];
  /** How many source lengths make a group of exact match by length; no groups without it. */
  readonly groupWidth?: number;
};

/** What all arms of one seed are given. */
export type LearningData = {
  readonly train: readonly TaskExample[];
  /** Looked at while training, to know whether a goal is reached. */
  readonly dev?: readonly TaskExample[];
  readonly tests: readonly TestSet[];
};

/** One of the things compared. */
export type Arm = {
  /** Short and lower case: it stands in tables, in curves and in the file of runs. */
  readonly name: string;
  /** Its seed is replaced by the run's. */
  readonly config: RunConfigInput;
};

/** One figure of a run. */
export type Column = {
  readonly title: string;
  readonly unit: 'percent' | 'count' | 'seconds';
  /** Absent where an arm has no such figure, such as an alignment error without attention. */
  valueOf(run: LearningRun): number | undefined;
};

/** That one arm does better than another, in the words of who says so. */
export type Claim = {
  readonly says: string;
  readonly better: string;
  readonly worse: string;
  readonly column: Column;
  /** Whether more of the column is better. */
  readonly wants: 'more' | 'less';
};

/** Lines over something, one an arm, each a mean over seeds. */
export type StudyCurve = {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  pointsOf(run: LearningRun): readonly (readonly [x: number, y: number])[];
};

export type Study = {
  readonly name: string;
  readonly title: string;
  /** The question, and whose claim it is. */
  readonly asks: string;
  /** The data, exactly: runs on other data do not count. */
  readonly about: string;
  /** What all arms have in common, in words. */
  readonly model: string;
  readonly seeds: readonly number[];
  readonly arms: readonly Arm[];
  /** The most steps of an arm; all of them without a goal. */
  readonly steps: number;
  /** Training ends where so many of `dev` are exactly right, looked at every so many steps. */
  readonly goal?: { readonly exact: number; readonly everySteps: number };
  /** Makes the data of one seed; absent if the user must bring them and did not. */
  data?(random: Random): LearningData;
  readonly columns: readonly Column[];
  readonly claims: readonly Claim[];
  readonly curve?: StudyCurve;
  /** How to run it, behind `npm run bench -- `. */
  readonly command: string;
  /** What else there is of it, in Markdown. */
  readonly also?: string;
};
