import { expect, test } from 'vitest';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { float32Of, int32Of, savedFloat32, savedInt32, type SavedTensor } from './saved-tensor.ts';

test('floats and whole numbers come back as they were, from a copy', () => {
  const floats = Float32Array.of(0, -0, 1.5, Infinity, NaN, 1e-45);
  const saved = savedFloat32(floats, [2, 3]);
  expect(saved.shape).toEqual([2, 3]);
  expect(float32Of(saved, 'w')).toEqual(floats);
  const numbers = Int32Array.of(-(2 ** 31), 2 ** 31 - 1);
  expect(int32Of(savedInt32(numbers, [2]), 'n')).toEqual(numbers);
  floats.fill(9);
  expect(float32Of(saved, 'w')[2]).toBe(1.5);
});

test('bytes are little-endian', () => {
  expect(savedFloat32(Float32Array.of(1.5), []).bytes).toEqual(Uint8Array.of(0, 0, 0xc0, 0x3f));
  expect(savedInt32(Int32Array.of(258), []).bytes).toEqual(Uint8Array.of(2, 1, 0, 0));
});

test('aligned bytes are viewed, misaligned ones are copied, also in a Buffer of Node', () => {
  const data = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xc0, 0x3f);
  const aligned = float32Of({ dtype: 'F32', shape: [1], bytes: data.subarray(4, 8) }, 'w');
  expect(aligned.buffer).toBe(data.buffer);
  for (const bytes of [data.subarray(5), Buffer.from(data.buffer, 5, 4)]) {
    const copied = float32Of({ dtype: 'F32', shape: [1], bytes }, 'w');
    expect(copied).toEqual(Float32Array.of(1.5));
    expect(copied.buffer).not.toBe(data.buffer);
  }
});

const half = (bits: number): number => {
  const bytes = Uint8Array.of(bits & 0xff, bits >> 8);
  return float32Of({ dtype: 'F16', shape: [], bytes }, 'w')[0] as number;
};

test.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 2 ** -14 - 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3c00, 1],
  [0x3c01, 1 + 2 ** -10],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
])('half precision %i is %d', (bits, value) => {
  expect(half(bits)).toBe(value);
});

test('every half-precision number is the one whose bits, moved into a float, say so', () => {
  // Another way to widen (F. Giesen): shift exponent and fraction into place, then scale by the difference of the exponents' biases.
  const view = new DataView(new ArrayBuffer(4));
  for (let bits = 0; bits < 0x7c00; bits++) {
    view.setUint32(0, bits << 13);
    const expected = view.getFloat32(0) * 2 ** 112;
    if (half(bits) !== expected || half(bits | 0x8000) !== -expected)
      expect([bits, half(bits)]).toEqual([bits, expected]);
  }
});

test('the wrong type and the wrong length are refused with the path', () => {
  const number: SavedTensor = savedInt32(Int32Array.of(1), [1]);
  expect(() => float32Of(number, 'decoder.kernel')).toThrow(
    'decoder.kernel: expected F32 or F16, but the checkpoint has I32',
  );
  expect(() => int32Of(savedFloat32(Float32Array.of(1), [1]), 'step')).toThrow(
    'step: expected I32, but the checkpoint has F32',
  );
  expect(() => float32Of({ ...number, dtype: 'F16' }, 'w')).toThrow('w: [1] of F16 takes 2 bytes, but there are 4');
  expect(() => int32Of({ ...number, shape: [2] }, 'w')).toThrow(CheckpointError);
});
