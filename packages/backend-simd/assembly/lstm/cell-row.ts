// One row of an LSTM at one step, or some of its units, and back: what a sequence and a decoder share.
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';
import { throughSigmoid } from '../recurrence/through-activation';

/**
 * @param gates - [4·H] sums before the activations, in the order i, f, c, o; replaced by what the activations give
 * @param gateBytes - H · 4
 * @param carryBefore - [H]
 * @param carryAfter - [H] to write
 * @param hiddenAfter - [H] to write
 * @param first - where the units begin that are stepped, in bytes
 * @param end - and where they end; the difference is a multiple of 16
 */
export function lstmRow(
  gates: usize,
  gateBytes: usize,
  carryBefore: usize,
  carryAfter: usize,
  hiddenAfter: usize,
  first: usize,
  end: usize,
): void {
  for (let j = first; j < end; j += 16) {
    const write = sigmoid(v128.load(gates + j));
    const forget = sigmoid(v128.load(gates + gateBytes + j));
    const candidate = tanh(v128.load(gates + 2 * gateBytes + j));
    const read = sigmoid(v128.load(gates + 3 * gateBytes + j));
    v128.store(gates + j, write);
    v128.store(gates + gateBytes + j, forget);
    v128.store(gates + 2 * gateBytes + j, candidate);
    v128.store(gates + 3 * gateBytes + j, read);
    const carry = f32x4.add(f32x4.mul(forget, v128.load(carryBefore + j)), f32x4.mul(write, candidate));
    v128.store(carryAfter + j, carry);
    v128.store(hiddenAfter + j, f32x4.mul(read, tanh(carry)));
  }
}

/**
 * @param gates - [4·H] after the activations
 * @param hiddenGradient - [H] of the hidden after the step
 * @param carryGradient - [H] of the carry after the step, replaced by that of the carry before it
 * @param gateGradients - [4·H] to write: the gradient before the activations
 */
export function lstmRowBack(
  gates: usize,
  carryBefore: usize,
  carryAfter: usize,
  hiddenGradient: usize,
  carryGradient: usize,
  gateGradients: usize,
  bytes: usize,
): void {
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const write = v128.load(gates + j);
    const forget = v128.load(gates + bytes + j);
    const candidate = v128.load(gates + 2 * bytes + j);
    const read = v128.load(gates + 3 * bytes + j);
    const shape = tanh(v128.load(carryAfter + j));
    const dHidden = v128.load(hiddenGradient + j);
    const dShape = f32x4.mul(f32x4.mul(dHidden, read), f32x4.sub(one, f32x4.mul(shape, shape)));
    const dCarry = f32x4.add(v128.load(carryGradient + j), dShape);
    v128.store(gateGradients + j, throughSigmoid(f32x4.mul(dCarry, candidate), write, one));
    v128.store(gateGradients + bytes + j, throughSigmoid(f32x4.mul(dCarry, v128.load(carryBefore + j)), forget, one));
    const dCandidate = f32x4.mul(f32x4.mul(dCarry, write), f32x4.sub(one, f32x4.mul(candidate, candidate)));
    v128.store(gateGradients + 2 * bytes + j, dCandidate);
    v128.store(gateGradients + 3 * bytes + j, throughSigmoid(f32x4.mul(dHidden, shape), read, one));
    v128.store(carryGradient + j, f32x4.mul(dCarry, forget));
  }
}
