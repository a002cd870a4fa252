// The file of runs: a line of JSON for each that ended, only ever appended to.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { LearningRun } from './learning-run.ts';

/** All runs of a file; none if there is no file yet. */
export const readRuns = (path: string): LearningRun[] => {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, `${path}:${index + 1}`)]));
};

export const appendRun = (path: string, run: LearningRun): void => appendFileSync(path, `${JSON.stringify(run)}\n`);

const readLine = (line: string, where: string): LearningRun => {
  const found = parse(line);
  if (typeof found === 'object' && found !== null && 'study' in found && 'tests' in found) return found as LearningRun;
  throw new Error(
    `${where}: expected a finished run as a line of JSON, got ${line.slice(0, 60)}; remove the line, the run is done again.`,
  );
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
