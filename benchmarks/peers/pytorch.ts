// PyTorch, where a Python with it is installed: never needed, only measured against.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from '../processes/worker.ts';
import type { Task } from '../side.ts';

const program = join(import.meta.dirname, 'pytorch.py');
const advice = 'install it with apt-get install python3-torch libopenblas0-pthread';

/** The Python that is asked: the system's, or the one that SEQ2SEQ_PYTHON names. */
const python = (): string => process.env['SEQ2SEQ_PYTHON'] ?? '/usr/bin/python3';

/** What PyTorch says about itself, or why it cannot be measured here and what to do about it. */
export type PytorchState =
  | { readonly about: Readonly<Record<string, string>>; readonly problem?: undefined }
  | { readonly problem: string };

/** Our own program in Python, for one task. The BLAS gets as many threads as our side; the program knows how many PyTorch itself needs. */
export const pytorchCommand = (task: Task): Command => {
  if (task.what === 'kernels') throw new Error('pytorch: expected a task of training or decoding, got kernels.');
  const decoding = task.what === 'decode' ? ['--beam', `${task.beam}`, '--batch', `${task.batch}`] : [];
  return {
    program: python(),
    arguments: [program, task.what, '--serve', '--shapes', JSON.stringify(task.shapes), ...decoding],
    environment: threadsOf(task.threads),
  };
};

/** Asks PyTorch for its version and its BLAS. */
export const describePytorch = (threads: number): Promise<PytorchState> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...threadsOf(threads) };
    execFile(python(), [program, 'describe'], { env }, (error, stdout, stderr) => {
      if (error) {
        const said = lastLine(stderr) ?? error.message;
        resolve({ problem: `${python()} does not run it (${said}); ${advice}` });
        return;
      }
      const about: Readonly<Record<string, string>> = JSON.parse(stdout);
      const isSlow = about['blas'] === 'reference';
      resolve(isSlow ? { problem: `${python()} has PyTorch without a fast BLAS, no fair peer; ${advice}` } : { about });
    });
  });

const threadsOf = (threads: number): Readonly<Record<string, string>> => ({
  OPENBLAS_NUM_THREADS: `${threads}`,
  MKL_NUM_THREADS: `${threads}`,
});

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1) || undefined;
