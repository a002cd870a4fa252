// Safetensors: 8 bytes with the length of a JSON header, the header, then all data back to back. It cannot carry code, and it can be
// checked completely before a byte of data is used, which is what the decoder does: it trusts nothing.
// Format: https://huggingface.co/docs/safetensors
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { readHeader } from './safetensors-header.ts';
import { checkByteLength, type SavedTensor } from './saved-tensor.ts';

/** What a safetensors file says: tensors by name, and a few strings about them. */
export type SafetensorsFile = {
  readonly tensors: ReadonlyMap<string, SavedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * Named arrays to the bytes of a file, tensors in the order of their names: the same content gives the same bytes.
 *
 * @throws CheckpointError if a tensor's bytes do not match its shape or its name is reserved
 */
export const encodeSafetensors = (file: SafetensorsFile): Uint8Array => {
  const tensors = [...file.tensors].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries: [string, unknown][] = [];
  const metadata = Object.entries(file.metadata);
  if (metadata.length > 0) entries.push(['__metadata__', Object.fromEntries(metadata)]);
  let dataLength = 0;
  for (const [name, tensor] of tensors) {
    if (name === '__metadata__') {
      throw new CheckpointError(
        'encodeSafetensors: a tensor is called __metadata__, which the format reserves; rename it.',
      );
    }
    checkByteLength(tensor, `encodeSafetensors: ${name}`);
    const end = dataLength + tensor.bytes.byteLength;
    entries.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [dataLength, end] }]);
    dataLength = end;
  }

  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Spaces behind the header let the data start at a multiple of 8, so that readers can view them in place.
  const dataStart = 8 + Math.ceil(json.byteLength / 8) * 8;
  const bytes = new Uint8Array(dataStart + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.fill(0x20, 8, dataStart);
  bytes.set(json, 8);
  let position = dataStart;
  for (const [, tensor] of tensors) {
    bytes.set(tensor.bytes, position);
    position += tensor.bytes.byteLength;
  }
  return bytes;
};

/**
 * The bytes of a file to named arrays. The arrays are views into `bytes`: nothing is copied.
 *
 * @param where - how errors call the file, for example its path
 * @throws CheckpointError if anything about the file is not as the format says
 */
export const decodeSafetensors = (bytes: Uint8Array, where: string): SafetensorsFile => {
  const { entries, metadata, dataStart } = readHeader(bytes, where);
  const tensors = new Map<string, SavedTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, bytes: bytes.subarray(dataStart + begin, dataStart + end) });
  }
  return { tensors, metadata };
};
