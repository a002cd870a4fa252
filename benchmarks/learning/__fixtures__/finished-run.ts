import { type LearningRun, planOf } from '../learning-run.ts';
import type { Study } from '../study.ts';

/** A finished run of a study's arm, with so many right and all else made up. */
export const finishedRun = (
  study: Study,
  { arm = 0, seed = 1, exact = 1, ...more }: Partial<Omit<LearningRun, 'arm'>> & { arm?: number; exact?: number },
): LearningRun => {
  const found = study.arms[arm];
  if (!found) throw new Error(`there is no arm ${arm}`);
  return {
    ...planOf(study, found, seed),
    weights: 100,
    steps: study.steps,
    seconds: 2,
    cpuSeconds: 1,
    tests: [
      { name: 'test', examples: 20, exact, tokenErrorRate: 0, byLength: [{ from: 0, to: 1, right: 1, total: 4 }] },
    ],
    date: '2026-01-02T03:04:05.678Z',
    revision: 'abc',
    processor: 'Some processor',
    node: 'v24',
    ...more,
  };
};
