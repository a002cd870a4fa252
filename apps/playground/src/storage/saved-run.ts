// A run as one file: the safetensors of its training, weights, optimizer and randomness, with what the page knows of it in the metadata.
// Anything that reads safetensors reads the weights.
import type { Snapshot } from '../protocol/messages.ts';
import { decodeRecording, encodeRecording, type Recording } from '../recording/recording.ts';

/** Where the header keeps the page's part. */
const key = 'seq2seq.recording';

/** Bytes of the header's length, and what all tensors begin at a multiple of. */
const wordLength = 8;

/** What the header calls what is no tensor. */
const metadataKey = '__metadata__';

type Header = Readonly<Record<string, unknown>> & { readonly [metadataKey]?: Readonly<Record<string, string>> };

/** The bytes of a file. */
export const encodeSavedRun = ({ training }: Snapshot, recording: Recording): Uint8Array<ArrayBuffer> => {
  const { header, data } = split(training, 'snapshot');
  const metadata = { ...header[metadataKey], [key]: encodeRecording(recording) };
  const text = new TextEncoder().encode(JSON.stringify({ ...header, [metadataKey]: metadata }));
  const padded = Math.ceil(text.length / wordLength) * wordLength;
  const bytes = new Uint8Array(wordLength + padded + data.length).fill(0x20, wordLength, wordLength + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, wordLength);
  bytes.set(data, wordLength + padded);
  return bytes;
};

export type SavedRun = { readonly snapshot: Snapshot; readonly recording: Recording };

/**
 * The run in a file's bytes; its tensors are looked at when it is restored.
 *
 * @param where - what messages call the file
 * @throws Error if it is something else, or damaged
 */
export const decodeSavedRun = (bytes: Uint8Array<ArrayBuffer>, where: string): SavedRun => {
  const { [metadataKey]: metadata = {} } = split(bytes, where).header;
  const kept = metadata[key];
  if (kept === undefined) {
    throw new Error(
      `${where}: expected a run that the playground saved, got safetensors of ${metadata['format'] ?? 'something else'}; open a model with all files of its folder at once.`,
    );
  }
  const recording = decodeRecording(kept, where);
  const { experiment, losses, summary } = recording;
  // All that it showed, so that what it measures next is in the same order.
  const chosen = summary.pinned.map(({ source }) => source);
  return { snapshot: { experiment, step: losses.length, training: bytes, files: [], chosen }, recording };
};

const split = (
  bytes: Uint8Array<ArrayBuffer>,
  where: string,
): { readonly header: Header; readonly data: Uint8Array } => {
  try {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    if (length > bytes.length - wordLength) throw new Error(`${bytes.length} bytes, fewer than its header has`);
    const header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(wordLength, wordLength + length)),
    ) as Header;
    return { header, data: bytes.subarray(wordLength + length) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}: expected a safetensors file, got ${reason}; the file is damaged: copy it again.`, {
      cause: error,
    });
  }
};
