// Back through the steps of an LSTM: from the gradient of its outputs and last state to that of its gates before their activations,
// from which three products over all steps then make the gradients of weights and inputs.
import { gemmPacked } from '../gemm/packed';
import { tanh } from '../math/tanh';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
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
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const write = v128.load(gates + j);
    const forget = v128.load(gates + bytes + j);
    const candidate = v128.load(gates + 2 * bytes + j);
    const read = v128.load(gates + 3 * bytes + j);
    const shape = tanh(v128.load(after + j));
    const dHidden = f32x4.add(v128.load(hiddenGradient + j), v128.load(outputs + j));
    const dShape = f32x4.mul(f32x4.mul(dHidden, read), f32x4.sub(one, f32x4.mul(shape, shape)));
    const dCarry = f32x4.add(v128.load(carryGradient + j), dShape);
    v128.store(gateGradients + j, throughSigmoid(f32x4.mul(dCarry, candidate), write, one));
    v128.store(gateGradients + bytes + j, throughSigmoid(f32x4.mul(dCarry, v128.load(before + j)), forget, one));
    const dCandidate = f32x4.mul(f32x4.mul(dCarry, write), f32x4.sub(one, f32x4.mul(candidate, candidate)));
    v128.store(gateGradients + 2 * bytes + j, dCandidate);
    v128.store(gateGradients + 3 * bytes + j, throughSigmoid(f32x4.mul(dHidden, shape), read, one));
    v128.store(carryGradient + j, f32x4.mul(dCarry, forget));
    v128.store(hiddenGradient + j, zero);
  }
}

/** The gradient before a sigmoid whose value is `value`. */
function throughSigmoid(gradient: v128, value: v128, one: v128): v128 {
  return f32x4.mul(f32x4.mul(gradient, value), f32x4.sub(one, value));
}
