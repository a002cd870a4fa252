// One arm of one seed, from fresh weights to a line of results. It can be stopped anywhere and goes on from there.
import { createRandom } from '@seq2seq/core';
import { exactMatch } from '@seq2seq/metrics';
import type { StepReport, TrainerCallback } from '@seq2seq/train';
import { createTextTrainer, type TextModel, textModelFor, type TextTrainer } from 'seq2seq';
import type { LearningRun, RunPlan } from './learning-run.ts';
import { measureTest, outputsOf } from './measure-test.ts';
import { pairOf } from './pair-of.ts';
import type { PartialRun } from './partial-run.ts';
import type { LearningData } from './study.ts';

export type TrainArmOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  /** Where the beginning is kept if it is stopped. */
  readonly partial?: PartialRun;
};

/** Everything of a run but the machine that it ran on. */
export type ArmResult = Omit<LearningRun, 'date' | 'revision' | 'processor' | 'node'>;

/** Seconds between two lines of progress, and between two savings of a beginning. */
const every = { line: 10, save: 60 };

/** The data of a seed do not depend on the study's other seeds, nor on its arms. */
export const dataOf = (create: (random: ReturnType<typeof createRandom>) => LearningData, seed: number): LearningData =>
  create(createRandom(seed).fork('data'));

/** Trains and measures; undefined if it was stopped before the end. */
export const trainArm = async (
  plan: RunPlan,
  data: LearningData,
  { signal, onProgress, partial }: TrainArmOptions,
): Promise<ArmResult | undefined> => {
  const pairs = data.train.map(pairOf);
  const textModel = textModelFor(pairs, plan.config, { where: `${plan.study}, ${plan.arm}` });
  const begun = await partial?.load();
  const clock = cpuClock(begun?.cpuSeconds ?? 0);
  const trainer = createTextTrainer(textModel, {
    pairs,
    callbacks: [reporting(plan, onProgress), ...(partial ? [saving(partial, clock, () => trainer)] : [])],
  });
  try {
    if (begun) trainer.trainer.restore(begun.checkpoint);
    const isGoalReached = await learn({ plan, data, textModel, trainer, clock, signal, onProgress });
    if (signal.aborted) {
      await partial?.save(await trainer.trainer.snapshot(), clock.seconds());
      return undefined;
    }
    const tests = [];
    for (const test of data.tests) tests.push(await measureTest(textModel, test, signal));
    partial?.remove();
    const { step: steps, seconds } = trainer.trainer.progress;
    return {
      ...plan,
      weights: [...textModel.model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0),
      steps,
      ...(plan.goal && { isGoalReached }),
      seconds: rounded(seconds),
      cpuSeconds: rounded(clock.seconds()),
      tests,
    };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    trainer.dispose();
    textModel.dispose();
  }
};

type Learning = {
  readonly plan: RunPlan;
  readonly data: LearningData;
  readonly textModel: TextModel;
  readonly trainer: TextTrainer;
  readonly clock: CpuClock;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** All steps, or as many as the goal takes; says whether it was reached. */
const learn = async ({ plan, data, textModel, trainer, clock, signal, onProgress }: Learning): Promise<boolean> => {
  const { maxSteps, goal } = plan;
  const fit = (steps: number) => clock.during(() => trainer.fit({ maxSteps: steps, signal }));
  if (!goal) {
    await fit(maxSteps);
    return false;
  }
  const dev = data.dev ?? [];
  while (!signal.aborted && trainer.trainer.progress.step < maxSteps) {
    const { step } = trainer.trainer.progress;
    await fit(Math.min(maxSteps, step - (step % goal.everySteps) + goal.everySteps));
    if (signal.aborted) return false;
    const outputs = await outputsOf(textModel, dev, signal);
    const { rate } = exactMatch(
      outputs,
      dev.map(({ targets }) => targets),
    );
    onProgress(`${lineBeginning(plan)}  step ${trainer.trainer.progress.step}  ${(100 * rate).toFixed(1)} % right`);
    if (rate >= goal.exact) return true;
  }
  return false;
};

const lineBeginning = ({ study, arm, seed }: RunPlan): string => `${study}  ${arm}  seed ${seed}`;

/** A line now and then. */
const reporting = (plan: RunPlan, onProgress: (line: string) => void): TrainerCallback => {
  let last = performance.now();
  return {
    onStepEnd: ({ step, loss, tokensPerSecond }: StepReport) => {
      if (performance.now() - last < 1000 * every.line) return;
      last = performance.now();
      const speed = Math.round(tokensPerSecond).toLocaleString('en-US');
      onProgress(`${lineBeginning(plan)}  step ${step}/${plan.maxSteps}  loss ${loss.toFixed(3)}  ${speed} tokens/s`);
    },
  };
};

/** Keeps a long run's beginning now and then, so that a machine that goes down costs a minute. */
const saving = (partial: PartialRun, clock: CpuClock, trainer: () => TextTrainer): TrainerCallback => {
  let last = performance.now();
  return {
    onStepEnd: async () => {
      if (performance.now() - last < 1000 * every.save) return;
      last = performance.now();
      await partial.save(await trainer().trainer.snapshot(), clock.seconds());
    },
  };
};

/** How long the processor has worked while something was done. */
type CpuClock = { during<T>(work: () => Promise<T>): Promise<T>; seconds(): number };

const cpuClock = (before: number): CpuClock => {
  let [total, begun] = [before, undefined as NodeJS.CpuUsage | undefined];
  const running = (): number => {
    if (!begun) return 0;
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1e6;
  };
  return {
    during: async (work) => {
      begun = process.cpuUsage();
      try {
        return await work();
      } finally {
        total += running();
        begun = undefined;
      }
    },
    seconds: () => total + running(),
  };
};

const rounded = (value: number): number => Math.round(10 * value) / 10;
