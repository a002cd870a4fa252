// One job for all threads: the caller does its own share and waits for the others.
import { argumentsAt, finishedAt, failedAt, generationAt, jobAt, sleepersAt, threadsAt } from './control';
import { runJob, stopJob } from './jobs';

/**
 * How often a thread looks for a job before it sleeps: about a millisecond. Waking one takes 50 µs, and now and then milliseconds, if the
 * system puts it on the core that waits for it; between two steps of a search or a training nobody should have to sleep.
 */
const looksBeforeSleep: i32 = 1_400_000;

/** A thread's life: wait for a job, do its share, say so. Returns when told to stop. */
export function workerLoop(control: usize, thread: usize): void {
  let seen: i32 = atomic.load<i32>(finishedAt(control, thread));
  for (;;) {
    let looks: i32 = 0;
    while (atomic.load<i32>(control + generationAt) == seen) {
      if (++looks < looksBeforeSleep) continue;
      atomic.add<i32>(control + sleepersAt, 1);
      // Does not sleep if the job came in between.
      atomic.wait<i32>(control + generationAt, seen, -1);
      atomic.sub<i32>(control + sleepersAt, 1);
      looks = 0;
    }
    seen = atomic.load<i32>(control + generationAt);
    const job = load<i32>(control + jobAt);
    if (job == stopJob) return;
    runJob(job, load<u32>(control + argumentsAt) as usize, thread, load<u32>(control + threadsAt) as usize);
    atomic.store<i32>(finishedAt(control, thread), seen);
  }
}

/** Wakes who sleeps: a job is about to come. */
export function wakeThreads(control: usize): void {
  if (atomic.load<i32>(control + sleepersAt) > 0) atomic.notify(control + generationAt, -1);
}

/** Begins a job; the caller is thread 0 and comes back when its own share is done. */
export function beginJob(control: usize, job: i32, parameters: usize, threads: usize): void {
  store<i32>(control + jobAt, job);
  store<u32>(control + argumentsAt, parameters as u32);
  store<u32>(control + threadsAt, threads as u32);
  if (threads > 1) {
    atomic.add<i32>(control + generationAt, 1);
    wakeThreads(control);
  }
  if (job != stopJob) runJob(job, parameters, 0, threads);
}

/**
 * Looks so many times whether all threads have finished the job.
 *
 * @returns 0 if so; −1 − t if thread t failed; otherwise 1 + the number of a thread that is still at it
 */
export function lookForEnd(control: usize, threads: usize, looks: i32): i32 {
  const generation = atomic.load<i32>(control + generationAt);
  for (let thread: usize = 1; thread < threads; thread++) {
    while (atomic.load<i32>(finishedAt(control, thread)) != generation) {
      const failed = atomic.load<i32>(control + failedAt);
      if (failed != 0) return -failed;
      if (--looks < 0) return 1 + (thread as i32);
    }
  }
  return 0;
}
