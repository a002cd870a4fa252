// A tensor as a file holds it: type, shape and little-endian bytes. No tensor library, so that files can be read anywhere. Typed
// arrays are little-endian on every platform that JavaScript runs on today, so bytes are taken over as they are.
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { type Shape, sizeOfShape } from '../parameters/initializers.ts';

/** The number types that can be stored: 32-bit and 16-bit floats and 32-bit whole numbers. */
export type SavedType = 'F32' | 'F16' | 'I32';

/** A tensor as a file holds it, row by row, little-endian. The bytes may be a view into the file's. */
export type SavedTensor = { readonly dtype: SavedType; readonly shape: Shape; readonly bytes: Uint8Array };

/** How many bytes one value takes. */
export const bytesPerValue: Readonly<Record<SavedType, number>> = { F32: 4, F16: 2, I32: 4 };

/** Floats as they are saved; the bytes are a copy. */
export const savedFloat32 = (values: Float32Array, shape: Shape): SavedTensor => ({
  dtype: 'F32',
  shape: [...shape],
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

/** Whole numbers as they are saved; the bytes are a copy. */
export const savedInt32 = (values: Int32Array, shape: Shape): SavedTensor => ({
  dtype: 'I32',
  shape: [...shape],
  bytes: new Uint8Array(Int32Array.from(values).buffer),
});

/**
 * The floats of a saved tensor; F16 is widened. A view where alignment allows, a copy where not: change it only if you own the bytes.
 *
 * @param path - how errors call the tensor
 * @throws CheckpointError if it holds whole numbers, or not as many bytes as its shape says
 */
export const float32Of = (tensor: SavedTensor, path: string): Float32Array => {
  checkByteLength(tensor, path);
  if (tensor.dtype === 'I32') throw wrongType(path, 'F32 or F16', tensor.dtype);
  if (tensor.dtype === 'F16') return Float32Array.from(new Uint16Array(...aligned(tensor.bytes, 2)), widenHalf);
  return new Float32Array(...aligned(tensor.bytes, 4));
};

/**
 * The whole numbers of a saved tensor; a view or a copy, as with {@link float32Of}.
 *
 * @throws CheckpointError if it holds floats, or not as many bytes as its shape says
 */
export const int32Of = (tensor: SavedTensor, path: string): Int32Array => {
  checkByteLength(tensor, path);
  if (tensor.dtype !== 'I32') throw wrongType(path, 'I32', tensor.dtype);
  return new Int32Array(...aligned(tensor.bytes, 4));
};

/** The bytes that type and shape ask for. */
export const byteLengthOf = ({ dtype, shape }: Pick<SavedTensor, 'dtype' | 'shape'>): number =>
  sizeOfShape(shape) * bytesPerValue[dtype];

/** @throws CheckpointError unless there are as many bytes as type and shape ask for */
export const checkByteLength = (tensor: SavedTensor, path: string): void => {
  const { dtype, shape, bytes } = tensor;
  const wanted = byteLengthOf(tensor);
  if (bytes.byteLength === wanted) return;
  throw new CheckpointError(
    `${path}: [${shape.join(', ')}] of ${dtype} takes ${wanted} bytes, but there are ${bytes.byteLength}; give bytes that belong to this shape.`,
  );
};

const wrongType = (path: string, wanted: string, actual: string): CheckpointError =>
  new CheckpointError(`${path}: expected ${wanted}, but the checkpoint has ${actual}; save it again as ${wanted}.`);

/** What a typed array's constructor takes: the same memory if values start where they may, else a copy. */
const aligned = (bytes: Uint8Array, width: number): [buffer: ArrayBufferLike, offset: number, length: number] => {
  // Not `bytes.slice()`: Node's Buffer, which is a Uint8Array too, returns a view from it.
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return [buffer, byteOffset, bytes.byteLength / width];
};

/** IEEE 754 half precision: 1 sign bit, 5 of exponent, 10 of fraction. */
const widenHalf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
