// Sides that work in turns, each in a process of its own, so that what slows the machine down slows all of them. Machines are noisy: only
// ratios of sides measured side by side say anything, and only the middle of several.
import { sideCommand } from '../processes/side-command.ts';
import { type Reading, startWorker, type Worker } from '../processes/worker.ts';
import type { SideName, Task } from '../side.ts';

/** One side of a comparison. */
export type Entrant = { readonly label: string; readonly side: SideName; readonly task: Task };

/** How often each side works. */
export type Schedule = {
  /** Pieces of work that are not counted: compilers and caches warm up. */
  readonly warmUps: number;
  readonly rounds: number;
  /** Pieces at the start of each turn that are not counted: threads wake up, caches fill again after the other side's turn. */
  readonly settling: number;
  /** Pieces of each turn that are counted. */
  readonly steps: number;
};

/** What each side needed in one round, by label: a reading for each counted piece of work. */
export type Round = Readonly<Record<string, readonly Reading[]>>;

export type AlternateOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onRoundEnd?: (round: Round, number: number) => void;
  /** How a side is started: a process, unless a test has something else. */
  readonly start?: (entrant: Entrant, signal: AbortSignal | undefined) => Promise<Worker>;
};

/** Work that takes longer than this warms up and settles while it runs. */
const longWorkMs = 2000;

/** Lets the sides work in turns. All processes are ended in any case. */
export const alternate = async (
  entrants: readonly Entrant[],
  schedule: Schedule,
  { signal, onRoundEnd, start = startSide }: AlternateOptions = {},
): Promise<readonly Round[]> => {
  const workers: Worker[] = [];
  try {
    const starts = await Promise.allSettled(entrants.map((entrant) => start(entrant, signal)));
    for (const started of starts) if (started.status === 'fulfilled') workers.push(started.value);
    for (const started of starts) if (started.status === 'rejected') throw started.reason;
    const isLong: boolean[] = [];
    for (const worker of workers) isLong.push(await warmUp(worker, schedule.warmUps));
    const rounds: Round[] = [];
    for (let number = 1; number <= schedule.rounds; number++) {
      const round: Record<string, readonly Reading[]> = {};
      for (const [i, worker] of workers.entries()) {
        const settling = isLong[i] ? 0 : schedule.settling;
        const readings = await worker.work(settling + schedule.steps);
        round[(entrants[i] as Entrant).label] = readings.slice(settling);
      }
      rounds.push(round);
      onRoundEnd?.(round, number);
    }
    return rounds;
  } finally {
    for (const worker of workers) worker.end();
  }
};

const startSide = (entrant: Entrant, signal: AbortSignal | undefined): Promise<Worker> =>
  startWorker(sideCommand(entrant.side, entrant.task), signal);

/** @returns whether the work is long */
const warmUp = async (worker: Worker, times: number): Promise<boolean> => {
  let isLong = false;
  for (let piece = 0; piece < times && !isLong; piece++)
    isLong = ((await worker.work(1))[0] as Reading).milliseconds > longWorkMs;
  return isLong;
};
