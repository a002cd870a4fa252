// What threads tell each other, in shared memory: one cache line for the job, then one for each thread, so that nobody's writing slows
// down another's reading.

const lineBytes: usize = 64;

/** Counts jobs; a change is what threads wait for. */
export const generationAt: usize = 0;
export const jobAt: usize = 4;
export const argumentsAt: usize = 8;
export const threadsAt: usize = 12;
/** How many threads sleep and must be woken. */
export const sleepersAt: usize = 16;
/** 0, or 1 + the number of a thread that failed. */
export const failedAt: usize = 20;

/** Bytes of the whole. */
export function controlBytes(threads: usize): usize {
  return lineBytes * (1 + threads);
}

/** Where a thread says which job it finished last. */
export function finishedAt(control: usize, thread: usize): usize {
  return control + lineBytes * (1 + thread);
}
