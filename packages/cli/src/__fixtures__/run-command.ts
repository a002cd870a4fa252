// The command as users run it: its own process, its own exit code, from the build.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/seq2seq.mjs', import.meta.url));
const build = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

export type Ended = {
  /** null if it was ended by a signal */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Running = {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Waits until the output so far, of both kinds, matches. */
  until(pattern: RegExp): Promise<void>;
};

/** Starts `seq2seq` with these words, by a Node with these options. */
export const startSeq2Seq = (words: readonly string[], folder: string, nodeOptions: readonly string[] = []): Running => {
  if (!existsSync(build)) throw new Error(`${build} is missing: these tests run the built command; run "npm run build" first.`);
  const { CI: _ci, ...environment } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, program, ...words], { cwd: folder, env: environment });
  let [stdout, stderr] = ['', ''];
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (pattern.test(stdout + stderr)) resolve();
      };
      look();
      void ended.then(() => reject(new Error(`ended before ${pattern}: ${stdout}${stderr}`)));
    });
  return { process: child, ended, until };
};

/** Runs `seq2seq` to its end. */
export const seq2seq = async (words: readonly string[], folder: string, input: string | Uint8Array = ''): Promise<Ended> => {
  const running = startSeq2Seq(words, folder);
  // A command that fails at once does not read its input.
  running.process.stdin.on('error', () => {});
  running.process.stdin.end(input);
  return running.ended;
};
