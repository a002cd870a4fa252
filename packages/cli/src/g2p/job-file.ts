import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '@seq2seq/core';
import { writeBeside } from 'seq2seq/node';
import { runFileNames } from '../run/run-files.ts';

/** What the main job was asked for and found, kept beside its run, so that the same command knows what is left to do. */
export type JobFile = {
  /** Minutes of training in all. */
  readonly minutes: number;
  /** The lines that said how good the finished run is; absent until it was measured. */
  readonly results?: readonly string[];
};

const fileName = runFileNames.job;

/** @throws CheckpointError if it is damaged */
export const readJob = async (folder: string): Promise<JobFile | undefined> => {
  const path = join(folder, fileName);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const damaged = (): never => {
    throw new CheckpointError(
      `${path}: expected { "minutes": number }, got ${text.slice(0, 60)}; delete the file or start over with --fresh.`,
    );
  };
  let job: Partial<JobFile>;
  try {
    job = (JSON.parse(text) ?? {}) as Partial<JobFile>;
  } catch {
    return damaged();
  }
  if (typeof job.minutes !== 'number' || !(job.minutes > 0)) return damaged();
  return { minutes: job.minutes, ...(Array.isArray(job.results) && { results: job.results.map(String) }) };
};

/** @throws StorageError */
export const writeJob = (folder: string, job: JobFile): Promise<void> =>
  writeBeside(join(folder, fileName), new TextEncoder().encode(`${JSON.stringify(job, null, 2)}\n`));
