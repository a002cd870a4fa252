import { createReadStream, fstatSync } from 'node:fs';
import { storageError } from 'seq2seq/node';

/** What `openInput` reads from when no file is named. */
export const standardInput = 'standard input';

/**
 * The bytes of a file, or of standard input.
 *
 * @throws StorageError while reading, if the system refuses
 */
export async function* openInput(file: string | undefined): AsyncGenerator<Uint8Array> {
  try {
    // Node reads a folder as if it were empty.
    if (file === undefined && fstatSync(0).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    yield* (file === undefined ? process.stdin : createReadStream(file)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw storageError('read', file ?? standardInput, error);
  }
}
