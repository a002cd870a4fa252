// A GRU over a sequence, all but the product with its inputs, which was made before for all steps at once and stands in `gates`.
//
// Each thread takes rows of the batch through all steps: rows do not depend on each other, so nobody waits inside.
import { gemmPacked } from '../gemm/packed';
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';
import * as sequence from '../recurrence/sequence';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import * as layout from './layout';

export function gruForwardJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, sequence.batchWord);
  const steps = word(at, sequence.stepsWord);
  const units = word(at, sequence.unitsWord);
  const first = firstOf(thread, threads, batch);
  const rows = firstOf(thread + 1, threads, batch) - first;
  if (rows == 0) return;
  const scratch = word(at, layout.scratchWord) + thread * word(at, layout.scratchBytesWord);
  const recalledBias = word(at, layout.recalledBiasWord);
  const resetAfter = recalledBias != 0;
  const stateStride = units * 4;
  const gateStride = 3 * stateStride;
  for (let i: usize = 0; i < steps; i++) {
    const step = word(at, sequence.reverseWord) != 0 ? steps - 1 - i : i;
    const before =
      word(at, layout.hiddensWord) + sequence.slotBefore(at, step) * sequence.slotBytes(at) + first * stateStride;
    const gates = word(at, layout.gatesWord) + (step * batch + first) * gateStride;
    const recalled = word(at, layout.recalledWord) + (step * batch + first) * stateStride;
    gemmPacked(
      before,
      stateStride,
      4,
      word(at, layout.packedGatesWord),
      gates,
      gateStride,
      rows,
      units,
      2 * units,
      1,
      scratch,
    );
    for (let row = first; row < first + rows; row++) openGates(at, row, step, resetAfter);
    // Either h · U + b' is what the candidate recalls, or (r ⊙ h) · U is added to the candidate itself.
    gemmPacked(
      resetAfter ? before : recalled,
      stateStride,
      4,
      word(at, layout.packedCandidateWord),
      resetAfter ? recalled : gates + 2 * stateStride,
      resetAfter ? stateStride : gateStride,
      rows,
      units,
      units,
      resetAfter ? recalledBias : 1,
      scratch,
    );
    for (let row = first; row < first + rows; row++) mix(at, row, step, resetAfter);
  }
}

/** The gates z and r of one row at one step, and r ⊙ h where the candidate's product takes it. */
function openGates(at: usize, row: usize, step: usize, resetAfter: bool): void {
  const bytes = word(at, sequence.unitsWord) * 4;
  const place = step * word(at, sequence.batchWord) + row;
  const recalled = word(at, layout.recalledWord) + place * bytes;
  if (!sequence.isReal(at, row, step)) {
    // The products take padding's rows, too, and with no gradient there 0 times what they find must be 0.
    if (!resetAfter) memory.fill(recalled, 0, bytes);
    return;
  }
  const gates = word(at, layout.gatesWord) + place * 3 * bytes;
  for (let j: usize = 0; j < 2 * bytes; j += 16) v128.store(gates + j, sigmoid(v128.load(gates + j)));
  if (resetAfter) return;
  const before = word(at, layout.hiddensWord) + sequence.slotBefore(at, step) * sequence.slotBytes(at) + row * bytes;
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(recalled + j, f32x4.mul(v128.load(gates + bytes + j), v128.load(before + j)));
  }
}

/** Candidate, state and output of one row at one step: h' = z ⊙ h + (1 − z) ⊙ h̃. */
function mix(at: usize, row: usize, step: usize, resetAfter: bool): void {
  const bytes = word(at, sequence.unitsWord) * 4;
  const slot = sequence.slotBytes(at);
  const hiddens = word(at, layout.hiddensWord) + row * bytes;
  const before = hiddens + sequence.slotBefore(at, step) * slot;
  const after = hiddens + sequence.slotAfter(at, step) * slot;
  const output = word(at, layout.outputsWord) + (row * word(at, sequence.stepsWord) + step) * bytes;
  if (!sequence.isReal(at, row, step)) {
    memory.copy(after, before, bytes);
    memory.fill(output, 0, bytes);
    return;
  }
  const place = step * word(at, sequence.batchWord) + row;
  const update = word(at, layout.gatesWord) + place * 3 * bytes;
  const reset = update + bytes;
  const candidate = reset + bytes;
  const recalled = word(at, layout.recalledWord) + place * bytes;
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    let sum = v128.load(candidate + j);
    if (resetAfter) sum = f32x4.add(sum, f32x4.mul(v128.load(reset + j), v128.load(recalled + j)));
    const fresh = tanh(sum);
    const kept = v128.load(update + j);
    const hidden = f32x4.add(f32x4.mul(kept, v128.load(before + j)), f32x4.mul(f32x4.sub(one, kept), fresh));
    v128.store(candidate + j, fresh);
    v128.store(after + j, hidden);
    v128.store(output + j, hidden);
  }
}
