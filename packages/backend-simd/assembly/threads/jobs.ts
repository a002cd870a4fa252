// Everything that threads do together, by number. A job is a function of where its arguments lie, which thread it is and of how many.
import { additiveScoreGradientJob, additiveScoreJob } from '../attention/additive-score';
import { gemmJob } from '../gemm/gemm-job';
import { packJob } from '../gemm/pack-job';
import { lstmBackwardJob } from '../lstm/backward';
import { crossEntropyJob } from '../loss/cross-entropy';
import { lstmForwardJob } from '../lstm/forward';
import { adamJob } from '../optimizer/adam';

/** Ends a thread's loop. */
export const stopJob: i32 = 0;
export const gemmJobNumber: i32 = 1;
export const packJobNumber: i32 = 2;
export const lstmForwardJobNumber: i32 = 3;
export const lstmBackwardJobNumber: i32 = 4;
export const additiveScoreJobNumber: i32 = 5;
export const additiveScoreGradientJobNumber: i32 = 6;
export const crossEntropyJobNumber: i32 = 7;
export const adamJobNumber: i32 = 8;

export function runJob(job: i32, parameters: usize, thread: usize, threads: usize): void {
  if (job == gemmJobNumber) gemmJob(parameters, thread, threads);
  else if (job == packJobNumber) packJob(parameters, thread, threads);
  else if (job == lstmForwardJobNumber) lstmForwardJob(parameters, thread, threads);
  else if (job == lstmBackwardJobNumber) lstmBackwardJob(parameters, thread, threads);
  else if (job == additiveScoreJobNumber) additiveScoreJob(parameters, thread, threads);
  else if (job == additiveScoreGradientJobNumber) additiveScoreGradientJob(parameters, thread, threads);
  else if (job == crossEntropyJobNumber) crossEntropyJob(parameters, thread, threads);
  else if (job == adamJobNumber) adamJob(parameters, thread, threads);
  else unreachable();
}
