// Back through the steps of a GRU: from the gradient of its outputs and last state to that of its gates before their activations, from
// which products over all steps then make the gradients of weights and inputs.
import { gemmPacked } from '../gemm/packed';
import * as sequence from '../recurrence/sequence';
import { throughSigmoid, throughTanh } from '../recurrence/through-activation';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import * as layout from './layout';

export function gruBackwardJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, sequence.batchWord);
  const steps = word(at, sequence.stepsWord);
  const units = word(at, sequence.unitsWord);
  const first = firstOf(thread, threads, batch);
  const rows = firstOf(thread + 1, threads, batch) - first;
  if (rows == 0) return;
  const scratch = word(at, layout.scratchWord) + thread * word(at, layout.scratchBytesWord);
  const resetAfter = word(at, layout.recalledBiasWord) != 0;
  const stateStride = units * 4;
  const gateStride = 3 * stateStride;
  const hidden = word(at, layout.hiddenGradientWord) + first * stateStride;
  for (let i: usize = 0; i < steps; i++) {
    const step = word(at, sequence.reverseWord) != 0 ? i : steps - 1 - i;
    const gates = word(at, layout.gateGradientsWord) + (step * batch + first) * gateStride;
    const recalled = word(at, layout.recalledGradientWord) + (step * batch + first) * stateStride;
    for (let row = first; row < first + rows; row++) unmix(at, row, step, resetAfter);
    // Either what was recalled came straight from the state, or what comes out belongs to r ⊙ h and waits in the reset gate's place.
    gemmPacked(
      resetAfter ? recalled : gates + 2 * stateStride,
      resetAfter ? stateStride : gateStride,
      4,
      word(at, layout.packedCandidateWord),
      resetAfter ? hidden : gates + stateStride,
      resetAfter ? stateStride : gateStride,
      rows,
      units,
      units,
      resetAfter ? 1 : 0,
      scratch,
    );
    if (!resetAfter) for (let row = first; row < first + rows; row++) throughReset(at, row, step);
    gemmPacked(
      gates,
      gateStride,
      4,
      word(at, layout.packedGatesWord),
      hidden,
      stateStride,
      rows,
      2 * units,
      units,
      1,
      scratch,
    );
  }
}

/**
 * Turns the gradient of one row's state after a step into that of z, of the candidate, and, if the reset gate acts after the product, of
 * r and of what was recalled. What remains in the hidden's gradient is what the products with Uᵀ are added to: the part that z kept
 * after a real step, all of it at padding.
 */
function unmix(at: usize, row: usize, step: usize, resetAfter: bool): void {
  const bytes = word(at, sequence.unitsWord) * 4;
  const place = step * word(at, sequence.batchWord) + row;
  const dUpdate = word(at, layout.gateGradientsWord) + place * 3 * bytes;
  const dReset = dUpdate + bytes;
  const dCandidate = dReset + bytes;
  const dRecalled = word(at, layout.recalledGradientWord) + place * bytes;
  if (!sequence.isReal(at, row, step)) {
    memory.fill(dUpdate, 0, 3 * bytes);
    if (resetAfter) memory.fill(dRecalled, 0, bytes);
    return;
  }
  const gates = word(at, layout.gatesWord) + place * 3 * bytes;
  const recalled = word(at, layout.recalledWord) + place * bytes;
  const before = word(at, layout.hiddensWord) + sequence.slotBefore(at, step) * sequence.slotBytes(at) + row * bytes;
  const outputs = word(at, layout.outputsWord) + (row * word(at, sequence.stepsWord) + step) * bytes;
  const hiddenGradient = word(at, layout.hiddenGradientWord) + row * bytes;
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const kept = v128.load(gates + j);
    const fresh = v128.load(gates + 2 * bytes + j);
    const dHidden = f32x4.add(v128.load(hiddenGradient + j), v128.load(outputs + j));
    const dKept = f32x4.mul(dHidden, f32x4.sub(v128.load(before + j), fresh));
    const dSum = throughTanh(f32x4.mul(dHidden, f32x4.sub(one, kept)), fresh, one);
    v128.store(dUpdate + j, throughSigmoid(dKept, kept, one));
    v128.store(dCandidate + j, dSum);
    v128.store(hiddenGradient + j, f32x4.mul(dHidden, kept));
    if (resetAfter) {
      const reset = v128.load(gates + bytes + j);
      v128.store(dReset + j, throughSigmoid(f32x4.mul(dSum, v128.load(recalled + j)), reset, one));
      v128.store(dRecalled + j, f32x4.mul(dSum, reset));
    }
  }
}

/** Turns the gradient of r ⊙ h, which lies in the reset gate's place, into the reset gate's, and adds the state's part to the state's. */
function throughReset(at: usize, row: usize, step: usize): void {
  if (!sequence.isReal(at, row, step)) return;
  const bytes = word(at, sequence.unitsWord) * 4;
  const gateOffset = (step * word(at, sequence.batchWord) + row) * 3 * bytes + bytes;
  const gate = word(at, layout.gatesWord) + gateOffset;
  const gradient = word(at, layout.gateGradientsWord) + gateOffset;
  const before = word(at, layout.hiddensWord) + sequence.slotBefore(at, step) * sequence.slotBytes(at) + row * bytes;
  const hiddenGradient = word(at, layout.hiddenGradientWord) + row * bytes;
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const dProduct = v128.load(gradient + j);
    const reset = v128.load(gate + j);
    v128.store(gradient + j, throughSigmoid(f32x4.mul(dProduct, v128.load(before + j)), reset, one));
    const throughState = f32x4.mul(dProduct, reset);
    v128.store(hiddenGradient + j, f32x4.add(v128.load(hiddenGradient + j), throughState));
  }
}
