/** What assembly/threads and assembly/gemm/packed.ts export, as JavaScript sees it. */
export interface ThreadFunctions {
  controlBytes(threads: number): number;
  beginJob(control: number, job: number, parameters: number, threads: number): void;
  wakeThreads(control: number): void;
  lookForEnd(control: number, threads: number, looks: number): number;
  workerLoop(control: number, thread: number): void;
}
