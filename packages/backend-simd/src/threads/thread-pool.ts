import type { Heap } from '../memory/heap.ts';
import type { KernelFunctions } from '../wasm/kernel-functions.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { ThreadError } from './thread-error.ts';

/** Threads that share one memory and do one job at a time, the caller among them. */
export interface ThreadPool {
  readonly threads: number;
  /**
   * Runs a job on all threads and comes back when all are done.
   *
   * @param job - its number in assembly/threads/jobs.ts
   * @param parameters - where its arguments lie
   * @throws ThreadError if a thread failed, or did not finish in time; the pool is of no use then
   */
  run(job: number, parameters: number): void;
  dispose(): void;
}

export type ThreadPoolOptions = {
  readonly module: WebAssembly.Module;
  readonly functions: KernelFunctions;
  readonly heap: Heap;
  readonly threads: number;
  /** Seconds that a job may take; 60 by default. */
  readonly timeoutSeconds?: number | undefined;
};

/** Where the number of a failed thread stands in the control block; see assembly/threads/control.ts. */
const failedOffset = 20;
const messageBytes = 256;
/** How often to look before the clock is asked: some milliseconds. */
const looksPerClock = 1_000_000;

export const createThreadPool = async (options: ThreadPoolOptions): Promise<ThreadPool> => {
  const { module, functions, heap, threads, timeoutSeconds = 60 } = options;
  const controlBytes = functions.controlBytes(threads);
  const control = heap.allocate(controlBytes + messageBytes);
  heap.u8.fill(0, control, control + controlBytes + messageBytes);
  const messageAt = control + controlBytes;
  const failedAt = control + failedOffset;
  const workers: RunningWorker[] = await Promise.all(
    Array.from({ length: threads - 1 }, (_, i) =>
      startWorker({ module, memory: heap.memory, control, thread: i + 1, failedAt, messageAt }),
    ),
  );
  let failure: ThreadError | undefined;

  const fail = (thread: number, what: string): never => {
    for (const worker of workers) worker.terminate();
    failure = new ThreadError(
      `backend-simd: thread ${thread} of ${threads} ${what}; set the backend up again.`,
      thread,
    );
    throw failure;
  };

  const waitForAll = (): void => {
    let deadline = 0;
    for (;;) {
      const state = functions.lookForEnd(control, threads, looksPerClock);
      if (state === 0) return;
      if (state < 0) fail(-state, `failed (${textAt(heap, messageAt)})`);
      const now = performance.now();
      deadline ||= now + timeoutSeconds * 1000;
      if (now > deadline) fail(state - 1, `did not finish within ${timeoutSeconds} s`);
    }
  };

  return {
    threads,
    run: (job, parameters) => {
      if (failure) throw failure;
      functions.beginJob(control, job, parameters, threads);
      if (threads > 1) waitForAll();
    },
    dispose: () => {
      for (const worker of workers) worker.terminate();
      heap.free(control);
    },
  };
};

const textAt = (heap: Heap, address: number): string => {
  const bytes = heap.u8.slice(address, address + messageBytes);
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
};
