// A run that was stopped in the middle: kept in a folder of its own until it is finished.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '@seq2seq/train';
import { loadTraining, makeFolder, saveTraining } from 'seq2seq/node';
import type { RunPlan } from './learning-run.ts';

export type PartialRun = {
  load(): Promise<{ readonly checkpoint: Checkpoint; readonly cpuSeconds: number } | undefined>;
  save(checkpoint: Checkpoint, cpuSeconds: number): Promise<void>;
  remove(): void;
};

/** Where the beginning of a run of this plan is kept; another plan has another place. */
export const partialRun = (folder: string, plan: RunPlan): PartialRun => {
  const mark = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
  const own = join(folder, `${plan.study}-${mark}`);
  const clock = join(own, 'cpu-seconds');
  return {
    load: async () => {
      const checkpoint = existsSync(clock) ? await loadTraining(own) : undefined;
      return checkpoint && { checkpoint, cpuSeconds: Number(readFileSync(clock, 'utf8')) };
    },
    save: async (checkpoint, cpuSeconds) => {
      await makeFolder(own);
      await saveTraining(own, checkpoint);
      writeFileSync(clock, String(cpuSeconds));
    },
    remove: () => rmSync(own, { recursive: true, force: true }),
  };
};
