// Does what is missing, one run after the other, and keeps each as soon as it is finished.
import { describeMachine } from '../compare/machine.ts';
import { missingPlans } from './learning-run.ts';
import { partialRun } from './partial-run.ts';
import { appendRun, readRuns } from './runs-file.ts';
import type { Study } from './study.ts';
import { dataOf, trainArm } from './train-arm.ts';

export type RunStudiesOptions = {
  /** The file of runs. */
  readonly runsFile: string;
  /** Where beginnings of runs are kept. */
  readonly partialFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** Runs what the file lacks. A study without data is passed over, and said to be. */
export const runStudies = async (studies: readonly Study[], options: RunStudiesOptions): Promise<void> => {
  const { runsFile, partialFolder, signal, onProgress } = options;
  const { revision, processor, node } = await describeMachine();
  for (const study of studies) {
    const missing = missingPlans(study, readRuns(runsFile));
    const all = study.seeds.length * study.arms.length;
    onProgress(`${study.name}  ${all - missing.length} of ${all} runs are there`);
    if (!study.data) {
      if (missing.length > 0)
        onProgress(`${study.name}  passed over, for want of its data: npm run bench -- ${study.command}`);
      continue;
    }
    for (const plan of missing) {
      // Another process may have done it meanwhile.
      if (!missingPlans(study, readRuns(runsFile)).some(({ arm, seed }) => arm === plan.arm && seed === plan.seed))
        continue;
      const result = await trainArm(plan, dataOf(study.data, plan.seed), {
        signal,
        onProgress,
        partial: partialRun(partialFolder, plan),
      });
      if (!result) return;
      appendRun(runsFile, { ...result, date: new Date().toISOString(), revision, processor, node });
      const [first] = result.tests;
      const right = first && `${(100 * first.exact).toFixed(1)} % right on ${first.name}`;
      onProgress(
        `${plan.study}  ${plan.arm}  seed ${plan.seed}  done in ${result.cpuSeconds} s of processor time: ${right}`,
      );
    }
  }
};
