// One side of a benchmark in a process of its own, whatever language it is written in. It is spoken to in lines: it says {"ready": …} when
// it has prepared everything, and answers every line with {"milliseconds": …, "figures": …}; or it says {"error": …}.
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

/** A process that does a piece of work whenever it is asked. */
export interface Worker {
  /** What the side says about itself: the version of its library. */
  readonly about: Readonly<Record<string, string>>;
  /** May be asked again before it has answered: then one piece follows the other without a pause. */
  work(): Promise<Reading>;
  end(): void;
}

type Answer = Partial<Reading> & { readonly ready?: Readonly<Record<string, string>>; readonly error?: string };
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
      work: async () => {
        const answer = nextAnswer();
        child.stdin.write('work\n');
        const { milliseconds = Number.NaN, figures = {} } = await answer;
        return { milliseconds, figures };
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
};

/** A function that waits for the side's next answer that nobody waits for yet. */
const answersOf = (child: Child, { program }: Command, signal: AbortSignal | undefined): (() => Promise<Answer>) => {
  const waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = answerIn(line);
    if (!answer) console.error(line);
    else if (answer.error === undefined) waiting.shift()?.resolve(answer);
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
      if (failure) reject(failure);
      else waiting.push({ resolve, reject });
    });
};

const answerIn = (line: string): Answer | undefined => {
  if (!/^\{"(ready|milliseconds|error)":/.test(line)) return undefined;
  return JSON.parse(line);
};
