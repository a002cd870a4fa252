import type { Heap } from '../memory/heap.ts';
import type { KernelFunctions } from '../wasm/kernel-functions.ts';
import { ThreadError } from './thread-error.ts';
import { createThreadPool, type Readiness, type ThreadPool } from './thread-pool.ts';

/** Jobs of assembly/threads/jobs.ts by name. */
export const jobs = {
  gemm: 1,
  pack: 2,
  lstmForward: 3,
  lstmBackward: 4,
  additiveScore: 5,
  additiveScoreGradient: 6,
  crossEntropy: 7,
  adam: 8,
  squaredNorm: 11,
  sgd: 12,
  attend: 14,
  attendGradient: 15,
  gruForward: 9,
  gruBackward: 10,
  topLogProbs: 18,
  decoderForward: 20,
  decoderBackward: 21,
  sumRows: 22,
  gatherRows: 23,
  segmentSum: 24,
  crossEntropyGradient: 25,
  gemmPacked: 26,
  decoderLayer: 27,
  decoderQuery: 28,
  decoderAttend: 29,
  decoderReadOut: 30,
  gemmBatch: 31,
} as const;

/** Runs jobs on all threads, with room for their arguments and for each thread's scratch. */
export interface JobRunner {
  readonly threads: number;
  /** Where the threads' scratch memory lies, one thread's behind the other's. */
  readonly scratch: number;
  readonly scratchBytes: number;
  /**
   * @param words - the job's arguments in order: addresses, counts, flags
   * @param work - about how many multiplications it takes: where waking others would take longer, the caller does it alone
   */
  run(job: number, words: readonly number[], work?: number): void;
  /** Wakes the threads for jobs that are about to come. */
  wake(): void;
  dispose(): void;
}

export type JobRunnerOptions = {
  readonly module: WebAssembly.Module;
  readonly functions: KernelFunctions;
  readonly heap: Heap;
  readonly threads: number;
  readonly timeoutSeconds?: number | undefined;
};

/** How many multiplications take as long as to get a thread to help: to tell it, to wake it, or to wait until it is given a core again. */
const worthSharing: Readonly<Record<Readiness, number>> = { awake: 60_000, asleep: 1_000_000, busy: 4_000_000 };

/** Room that is always there, enough for most jobs; one that takes more arguments, such as a very deep decoder, gets a place of its own. */
const wordsAtHand = 256;

export const createJobRunner = async (options: JobRunnerOptions): Promise<JobRunner> => {
  const { heap, functions } = options;
  const pool = await poolOf(options);
  const { threads } = pool;
  const scratchBytes = functions.gemmScratchBytes();
  const scratch = heap.allocate(scratchBytes * threads);
  const parameters = heap.allocate(wordsAtHand * 4);
  return {
    threads,
    scratch,
    scratchBytes,
    run: (job, words, work = Number.POSITIVE_INFINITY) => {
      const place = words.length > wordsAtHand ? heap.allocate(words.length * 4) : parameters;
      try {
        heap.i32.set(words, place / 4);
        pool.run(job, place, work < worthSharing[pool.readiness()]);
      } finally {
        if (place !== parameters) heap.free(place);
      }
    },
    wake: () => pool.wake(),
    dispose: () => {
      pool.dispose();
      heap.free(scratch);
      heap.free(parameters);
    },
  };
};

/** Results do not depend on how many threads there are, so one does it all where others cannot be had. */
const poolOf = async (options: JobRunnerOptions): Promise<ThreadPool> => {
  try {
    return await createThreadPool(options);
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    console.warn(
      `${error.message} One thread does it all, with the same results; in a page, let its Content-Security-Policy say worker-src blob:.`,
    );
    return createThreadPool({ ...options, threads: 1 });
  }
};

/** A float32 as a job's argument. */
export const floatWord = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0] as number;
