// Runs of bytes at even distances, copied to other even distances: what joining, splitting and slicing come down to.
import { copyRun } from './copy-run';

/**
 * @param from - run i lies at from + i · fromStride bytes
 * @param to - and goes to to + i · toStride bytes
 */
export function copyRuns(
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  runs: usize,
  runBytes: usize,
): void {
  if (fromStride == runBytes && toStride == runBytes) {
    copyRun(from, to, runs * runBytes);
  } else if (runBytes == 4) {
    for (let run: usize = 0; run < runs; run++) {
      store<u32>(to, load<u32>(from));
      from += fromStride;
      to += toStride;
    }
  } else {
    for (let run: usize = 0; run < runs; run++) {
      copyRun(from, to, runBytes);
      from += fromStride;
      to += toStride;
    }
  }
}
