// Back through the steps of an LSTM: from the gradient of its outputs and last state to that of its gates before their activations,
// from which three products over all steps then make the gradients of weights and inputs.
import { gemmPacked } from '../gemm/packed';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { lstmRowBack } from './cell-row';
import * as layout from './layout';

export function lstmBackwardJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, layout.batchWord);
  const steps = word(at, layout.stepsWord);
  const units = word(at, layout.unitsWord);
  const first = firstOf(thread, threads, batch);
  const rows = firstOf(thread + 1, threads, batch) - first;
  if (rows == 0) return;
  const scratch = word(at, layout.scratchWord) + thread * word(at, layout.scratchBytesWord);
  const stateStride = units * 4;
  const gateStride = 4 * units * 4;
  for (let i: usize = 0; i < steps; i++) {
    const step = word(at, layout.reverseWord) != 0 ? i : steps - 1 - i;
    for (let row = first; row < first + rows; row++) stepRow(at, row, step);
    const gates = word(at, layout.gateGradientsWord) + (step * batch + first) * gateStride;
    const hidden = word(at, layout.hiddenGradientWord) + first * stateStride;
    gemmPacked(
      gates,
      gateStride,
      4,
      word(at, layout.packedWord),
      hidden,
      stateStride,
      rows,
      4 * units,
      units,
      true,
      scratch,
    );
  }
}

/**
 * Turns the gradient of one row's state after a step into that of its gates, and of the carry before the step. What remains in the
 * hidden's gradient is what the product with Uᵀ is added to: nothing after a real step, all of it at padding.
 */
function stepRow(at: usize, row: usize, step: usize): void {
  const units = word(at, layout.unitsWord);
  const bytes = units * 4;
  const gateOffset = (step * word(at, layout.batchWord) + row) * 4 * bytes;
  const gateGradients = word(at, layout.gateGradientsWord) + gateOffset;
  if (!layout.isReal(at, row, step)) {
    memory.fill(gateGradients, 0, 4 * bytes);
    return;
  }
  const gates = word(at, layout.gatesWord) + gateOffset;
  const slot = layout.slotBytes(at);
  const before = word(at, layout.carriesWord) + layout.slotBefore(at, step) * slot + row * bytes;
  const after = word(at, layout.carriesWord) + layout.slotAfter(at, step) * slot + row * bytes;
  const outputs = word(at, layout.outputsWord) + (row * word(at, layout.stepsWord) + step) * bytes;
  const hiddenGradient = word(at, layout.hiddenGradientWord) + row * bytes;
  const carryGradient = word(at, layout.carryGradientWord) + row * bytes;
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(hiddenGradient + j, f32x4.add(v128.load(hiddenGradient + j), v128.load(outputs + j)));
  }
  lstmRowBack(gates, before, after, hiddenGradient, carryGradient, gateGradients, bytes);
  memory.fill(hiddenGradient, 0, bytes);
}
