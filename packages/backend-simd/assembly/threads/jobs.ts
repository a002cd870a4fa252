// Everything that threads do together, by number. A job is a function of where its arguments lie, which thread it is and of how many.
import { gemmJob } from '../gemm/gemm-job';
import { packJob } from '../gemm/pack-job';
import { lstmBackwardJob } from '../lstm/backward';
import { lstmForwardJob } from '../lstm/forward';

/** Ends a thread's loop. */
export const stopJob: i32 = 0;
export const gemmJobNumber: i32 = 1;
export const packJobNumber: i32 = 2;
export const lstmForwardJobNumber: i32 = 3;
export const lstmBackwardJobNumber: i32 = 4;

export function runJob(job: i32, parameters: usize, thread: usize, threads: usize): void {
  if (job == gemmJobNumber) gemmJob(parameters, thread, threads);
  else if (job == packJobNumber) packJob(parameters, thread, threads);
  else if (job == lstmForwardJobNumber) lstmForwardJob(parameters, thread, threads);
  else if (job == lstmBackwardJobNumber) lstmBackwardJob(parameters, thread, threads);
  else unreachable();
}
