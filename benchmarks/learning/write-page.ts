// The page and its curves, from the file of runs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { curveFileOf, learningPage, pageName } from './learning-page.ts';
import { readRuns } from './runs-file.ts';
import { studyCurve } from './study-curve.ts';
import type { Study } from './study.ts';

/** Where the runs of a folder of results are. */
export const runsFileIn = (folder: string): string => join(folder, `${pageName}.jsonl`);

/** Writes the page of all studies; returns its path. */
export const writePage = (folder: string, studies: readonly Study[]): string => {
  const runs = readRuns(runsFileIn(folder));
  mkdirSync(folder, { recursive: true });
  for (const study of studies) {
    const drawing = studyCurve(study, runs);
    if (drawing) writeFileSync(join(folder, curveFileOf(study)), `${drawing}\n`);
  }
  const page = join(folder, `${pageName}.md`);
  writeFileSync(page, learningPage(studies, runs));
  return page;
};
