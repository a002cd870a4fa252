// Four values at a time, or the one to three at a tensor's end.
import { loadPart, storePart } from '../elementwise/part';

export function loadLanes(from: usize, lanes: usize): v128 {
  return lanes == 4 ? v128.load(from) : loadPart(from, lanes);
}

export function storeLanes(to: usize, value: v128, lanes: usize): void {
  if (lanes == 4) v128.store(to, value);
  else storePart(to, value, lanes);
}

/** The n-th argument of a job, the bits of a float32, in all four lanes. */
export function floatWord(at: usize, index: usize): v128 {
  return v128.load32_splat(at + index * 4);
}
