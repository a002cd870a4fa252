// What a figure of speed means nothing without: the machine, and the versions of what ran on it.
import { execFile } from 'node:child_process';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

export type Machine = {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Processes that ran or waited in the minute before: more than 0 says that the machine was not quiet. */
  readonly load: number;
  readonly node: string;
  readonly tfjs: string;
  /** The commit of this repository, and whether files differ from it. */
  readonly revision: string;
};

export const describeMachine = async (): Promise<Machine> => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${arch()}`,
  load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  node: process.version,
  tfjs: tf.version_core,
  revision: await revision(),
});

const revision = async (): Promise<string> => {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', ['--no-optional-locks', ...words], {
      cwd: import.meta.dirname,
    });
    return stdout.trim();
  };
  try {
    const commit = await git('rev-parse', '--short=10', 'HEAD');
    const changes = await git('status', '--porcelain', '--', ':/packages', ':/benchmarks');
    return changes === '' ? commit : `${commit} with changes that are not committed`;
  } catch {
    return 'unknown: not in a git repository';
  }
};
