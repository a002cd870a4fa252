// One finished run, as a line of the file of runs holds it, and which run a study asks for.
import { isDeepStrictEqual } from 'node:util';
import type { RunConfigInput } from 'seq2seq';
import type { Arm, Study } from './study.ts';

/** What tells one run from all others: two runs of the same plan have the same result. */
export type RunPlan = {
  readonly study: string;
  readonly arm: string;
  readonly seed: number;
  /** The data, in the study's words. */
  readonly about: string;
  readonly maxSteps: number;
  readonly goal?: Study['goal'];
  readonly config: RunConfigInput;
};

/** How many source lengths from `from` to `to` came out right. */
type LengthGroup = {
  readonly from: number;
  readonly to: number;
  readonly right: number;
  readonly total: number;
};

/** What came out on one test set, greedily. Rates from 0 to 1. */
export type TestResult = {
  readonly name: string;
  readonly examples: number;
  readonly exact: number;
  readonly tokenErrorRate: number;
  /** With attention, where the links are known: the share of linked target tokens that look at none of their source tokens. */
  readonly alignmentErrorRate?: number;
  readonly byLength?: readonly LengthGroup[];
};

export type LearningRun = RunPlan & {
  readonly weights: number;
  readonly steps: number;
  /** Whether the goal was reached, if there is one. */
  readonly isGoalReached?: boolean;
  /** Of training alone: on a clock, which counts the neighbours' work on this machine, too. */
  readonly seconds: number;
  /** Of training alone: of the processor. */
  readonly cpuSeconds: number;
  readonly tests: readonly TestResult[];
  /** When it ended, in the form of ISO 8601. */
  readonly date: string;
  readonly revision: string;
  readonly processor: string;
  readonly node: string;
};

export const planOf = (study: Study, arm: Arm, seed: number): RunPlan => ({
  study: study.name,
  arm: arm.name,
  seed,
  about: study.about,
  maxSteps: study.steps,
  ...(study.goal && { goal: study.goal }),
  config: { ...arm.config, training: { ...arm.config.training, seed } },
});

/** The run of a plan, if it is among these; of several the last. A run of another config or on other data is none. */
export const runOf = (runs: readonly LearningRun[], plan: RunPlan): LearningRun | undefined => {
  const keys = Object.keys({ ...plan, goal: undefined }) as (keyof RunPlan)[];
  return runs.findLast((run) => keys.every((key) => isDeepStrictEqual(run[key], plan[key])));
};

/** Which runs a study still lacks: all arms of the first seed, then of the next, so that what is there can be compared. */
export const missingPlans = (study: Study, runs: readonly LearningRun[]): RunPlan[] =>
  study.seeds.flatMap((seed) => study.arms.map((arm) => planOf(study, arm, seed))).filter((plan) => !runOf(runs, plan));
