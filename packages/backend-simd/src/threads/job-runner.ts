import type { Heap } from '../memory/heap.ts';
import type { KernelFunctions } from '../wasm/kernel-functions.ts';
import { createThreadPool, type ThreadPool } from './thread-pool.ts';

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
} as const;

/** Runs jobs on all threads, with room for their arguments and for each thread's scratch. */
export interface JobRunner {
  readonly threads: number;
  /** Where the threads' scratch memory lies, one thread's behind the other's. */
  readonly scratch: number;
  readonly scratchBytes: number;
  /** @param words - the job's arguments in order: addresses, counts, flags */
  run(job: number, words: readonly number[]): void;
  dispose(): void;
}

export type JobRunnerOptions = {
  readonly module: WebAssembly.Module;
  readonly functions: KernelFunctions;
  readonly heap: Heap;
  readonly threads: number;
  readonly timeoutSeconds?: number | undefined;
};

/** The most arguments that a job takes. */
const maximumWords = 32;

export const createJobRunner = async (options: JobRunnerOptions): Promise<JobRunner> => {
  const { heap, functions, threads } = options;
  const pool: ThreadPool = await createThreadPool(options);
  const scratchBytes = functions.gemmScratchBytes();
  const scratch = heap.allocate(scratchBytes * threads);
  const parameters = heap.allocate(maximumWords * 4);
  return {
    threads,
    scratch,
    scratchBytes,
    run: (job, words) => {
      heap.i32.set(words, parameters / 4);
      pool.run(job, parameters);
    },
    dispose: () => {
      pool.dispose();
      heap.free(scratch);
      heap.free(parameters);
    },
  };
};

/** A float32 as a job's argument. */
export const floatWord = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0] as number;
