import type { Heap } from '../memory/heap.ts';
import type { KernelFunctions } from '../wasm/kernel-functions.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { ThreadError } from './thread-error.ts';

/**
 * `awake`: they look for a job, and one begins at once; they stop looking when none comes for a while. `asleep`: they have to be woken.
 * `busy`: one of them lately let the caller wait, because the machine has other work for its core.
 */
export type Readiness = 'awake' | 'asleep' | 'busy';

/** Threads that share one memory and do one job at a time, the caller among them. */
export interface ThreadPool {
  readonly threads: number;
  /**
   * Runs a job on all threads and comes back when all are done.
   *
   * @param job - its number in assembly/threads/jobs.ts
   * @param parameters - where its arguments lie
   * @param alone - whether the caller does it all by itself
   * @throws ThreadError if a thread failed, or did not finish in time; the pool is of no use then
   */
  run(job: number, parameters: number, alone?: boolean): void;
  /** How soon the other threads would begin a job. */
  readiness(): Readiness;
  /** Wakes threads that sleep, so that they are there when the jobs come that the caller is about to prepare. */
  wake(): void;
  dispose(): void;
}

export type ThreadPoolOptions = {
  readonly module: WebAssembly.Module;
  readonly functions: KernelFunctions;
  readonly heap: Heap;
  readonly threads: number;
  /** Seconds that the other threads may need beyond ten times what the caller needed for its share; 60 by default. */
  readonly timeoutSeconds?: number | undefined;
};

/** Where 1 + the number of a failed thread stands in the control block; see assembly/threads/control.ts. */
const failedOffset = 20;
/** Where it stands how many threads sleep. */
const sleepersOffset = 16;
/** A thread that lets the caller wait for more milliseconds than this, beyond its own share, has no core of its own just now. */
const longWait = 0.3;
/**
 * It then counts as busy for so many milliseconds: the shortest time at first, twice as many each time that it happens again before help has
 * been worth the wait, which takes some 10 ms, and never more than the longest.
 */
const pauses = { shortest: 2, longest: 50, worthwhile: 10 };
/** Room for what each thread last said. */
const messageBytes = 256;
/** How often to look before the clock is asked: some milliseconds. */
const looksPerClock = 1_000_000;
/** A longer time between two questions to the clock was not spent looking: the process or the machine was asleep. */
const longestLooks = 1000;
/** Shares are equal, cores are not. */
const slowness = 10;

/** @throws ThreadError if a thread does not start; none is left running then */
export const createThreadPool = async (options: ThreadPoolOptions): Promise<ThreadPool> => {
  const { module, functions, heap, threads, timeoutSeconds = 60 } = options;
  const controlBytes = functions.controlBytes(threads);
  const bytes = controlBytes + messageBytes * threads;
  const control = heap.allocate(bytes);
  heap.u8.fill(0, control, control + bytes);
  const messageAt = (thread: number): number => control + controlBytes + messageBytes * thread;
  let workers: readonly RunningWorker[] = [];
  let failure: ThreadError | undefined;
  let busyUntil = 0;
  let pause = pauses.shortest;

  /** What a thread said if it failed. */
  const lastWords = (thread: number, otherwise: string): string => {
    const said = textAt(heap, messageAt(thread));
    return said === '' ? otherwise : `failed (${said})`;
  };
  const terminateAll = (): void => workers.forEach((worker) => worker.terminate());
  const noteFailure = (thread: number, what: string): ThreadError => {
    failure ??= new ThreadError(
      `backend-simd: thread ${thread} of ${threads} ${what}; start the program again, or set the backend up anew.`,
      thread,
    );
    return failure;
  };
  const fail = (thread: number, what: string): never => {
    terminateAll();
    throw noteFailure(thread, what);
  };

  /** @param patience - milliseconds to go on looking */
  const waitForAll = (patience: number): void => {
    let lookedAt = performance.now();
    let waited = 0;
    for (;;) {
      const state = functions.lookForEnd(control, threads, looksPerClock);
      if (state === 0) return;
      if (state < 0) fail(-state - 1, lastWords(-state - 1, 'failed'));
      const now = performance.now();
      waited += Math.min(now - lookedAt, longestLooks);
      lookedAt = now;
      if (waited > patience) fail(state - 1, `has not finished ${(waited / 1000).toFixed(1)} s after the caller`);
    }
  };

  const noteBusy = (now: number): void => {
    const wasWorthwhile = now - busyUntil > pauses.worthwhile;
    pause = wasWorthwhile ? pauses.shortest : Math.min(2 * pause, pauses.longest);
    busyUntil = now + pause;
  };

  const start = async (thread: number): Promise<RunningWorker> => {
    const task = { module, memory: heap.memory, control, thread, failedAt: control + failedOffset };
    try {
      return await startWorker({ ...task, messageAt: messageAt(thread) }, (why) =>
        noteFailure(thread, lastWords(thread, `ended (${why})`)),
      );
    } catch (error) {
      throw new ThreadError(
        `backend-simd: thread ${thread} of ${threads} did not start (${(error as Error).message}).`,
        thread,
      );
    }
  };

  const started = await Promise.allSettled(Array.from({ length: threads - 1 }, (_, i) => start(i + 1)));
  workers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const refused = started.find((each) => each.status === 'rejected');
  if (refused) {
    terminateAll();
    throw refused.reason;
  }

  return {
    threads,
    run: (job, parameters, alone = false) => {
      if (failure) throw failure;
      if (alone || threads === 1) return functions.beginJob(control, job, parameters, 1);
      const beganAt = performance.now();
      try {
        functions.beginJob(control, job, parameters, threads);
      } catch (error) {
        // The others are still at theirs.
        fail(0, `failed (${(error as Error).message})`);
      }
      const finishedAt = performance.now();
      waitForAll(timeoutSeconds * 1000 + slowness * (finishedAt - beganAt));
      const now = performance.now();
      if (now - finishedAt > longWait + finishedAt - beganAt) noteBusy(now);
    },
    readiness: () => {
      if (performance.now() < busyUntil) return 'busy';
      return Atomics.load(heap.i32, (control + sleepersOffset) / 4) === 0 ? 'awake' : 'asleep';
    },
    wake: () => functions.wakeThreads(control),
    // The control block stays: threads may look at it for a moment yet, and must not take what comes there for a job.
    dispose: terminateAll,
  };
};

const textAt = (heap: Heap, address: number): string => {
  const bytes = heap.u8.slice(address, address + messageBytes);
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
};
