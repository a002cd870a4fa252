// One side of a benchmark in a process of its own, whatever language it is written in. It is spoken to in lines: it says {"ready": …} when
// it has prepared everything; a line with a number asks it for so many pieces of work without a pause, and it answers when all are done with
// {"readings": [{"milliseconds": …, "figures": …}, …]}; or it says {"error": …}.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Figures } from '../side.ts';

/** A program to start, with what its environment has more than ours. */
export type Command = {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** How long a piece of work took, as the side itself measured it, and what else it found out. */
export type Reading = { readonly milliseconds: number; readonly figures: Figures };

/** A process that works whenever it is asked. */
export interface Worker {
  /** What the side says about itself: the version of its library. */
  readonly about: Readonly<Record<string, string>>;
  /**
   * So many pieces of work, one after the other without a pause, and without a word in between, which would take time from its threads.
   *
   * @returns a reading for each
   */
  work(times: number): Promise<readonly Reading[]>;
  end(): void;
}

type Answer = {
  readonly readings?: readonly Reading[];
  readonly ready?: Readonly<Record<string, string>>;
  readonly error?: string;
};
type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a side and waits until it is ready. Its answers are read from its standard output; whatever else it prints goes to ours for errors.
 *
 * @param signal - ends the process when aborted
 * @throws Error if the program does not start, fails or ends
 */
export const startWorker = async (command: Command, signal?: AbortSignal): Promise<Worker> => {
  signal?.throwIfAborted();
  const child: Child = spawn(command.program, command.arguments, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...command.environment },
  });
  const end = (): void => {
    signal?.removeEventListener('abort', end);
    child.kill();
  };
  signal?.addEventListener('abort', end);
  const nextAnswer = answersOf(child, command, signal);
  try {
    const { ready = {} } = await nextAnswer();
    return {
      about: ready,
      work: async (times) => {
        const answer = nextAnswer();
        child.stdin.write(`${times}\n`);
        const { readings = [] } = await answer;
        return readings;
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
};

/** A function that waits for the side's next answer. */
const answersOf = (child: Child, { program }: Command, signal: AbortSignal | undefined): (() => Promise<Answer>) => {
  let waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    waiting?.reject(failure);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = answerIn(line);
    if (!answer) console.error(line);
    else if (answer.error === undefined) waiting?.resolve(answer);
    else fail(new Error(answer.error));
  });
  child.once('error', (error) => fail(error));
  // Writing to a process that has ended: its end says more.
  child.stdin.once('error', () => undefined);
  // `close`, not `exit`: what it said last has been read by then.
  child.once('close', (code, killedBy) =>
    fail(signal?.aborted ? new Error('stopped') : new Error(`${program} ended (${killedBy ?? `exit code ${code}`}).`)),
  );
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      if (failure) reject(failure);
    });
};

const answerIn = (line: string): Answer | undefined => {
  if (!/^\{"(ready|readings|error)":/.test(line)) return undefined;
  return JSON.parse(line);
};
