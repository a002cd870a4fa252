// What every recurrence over a sequence is given and keeps, time first, so that each step's rows lie together and so do all rows of a
// product over all steps.
//
// States are [S + 1, B, H] with the one before the first step at one end: slot t before and t + 1 after step t, or, in reverse, t + 1
// before and t after.
import { word } from '../threads/word';

export const batchWord: usize = 0;
export const stepsWord: usize = 1;
export const unitsWord: usize = 2;
export const reverseWord: usize = 3;
/** [B, S] 1 real, 0 padding. */
export const maskWord: usize = 4;

/** Whether row b has a real token at step t. */
export function isReal(at: usize, row: usize, step: usize): bool {
  return load<f32>(word(at, maskWord) + (row * word(at, stepsWord) + step) * 4) != 0;
}

/** Bytes of one slot of states. */
export function slotBytes(at: usize): usize {
  return word(at, batchWord) * word(at, unitsWord) * 4;
}

/** The slot of the state before step t. */
export function slotBefore(at: usize, step: usize): usize {
  return word(at, reverseWord) != 0 ? step + 1 : step;
}

/** The slot of the state after step t. */
export function slotAfter(at: usize, step: usize): usize {
  return word(at, reverseWord) != 0 ? step : step + 1;
}
