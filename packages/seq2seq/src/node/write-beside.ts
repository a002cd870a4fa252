import { open, rename, rm } from 'node:fs/promises';
import { storageError } from './storage-error.ts';

/** The parts of `node:fs/promises` that writing takes; tests pass one that fails. */
export type WritingFileSystem = {
  readonly open: (
    path: string,
    flags: 'w',
  ) => Promise<{
    writeFile(bytes: Uint8Array): Promise<void>;
    sync(): Promise<void>;
    close(): Promise<void>;
  }>;
  readonly rename: typeof rename;
  readonly rm: (path: string, options: { readonly force: true }) => Promise<void>;
};

/**
 * Writes a file so that at any moment the old or the new content is there, whole: beside it first, then renamed over it.
 *
 * @throws StorageError; the old content stays and nothing half-written is left
 */
export const writeBeside = async (
  path: string,
  bytes: Uint8Array,
  fileSystem: WritingFileSystem = { open, rename, rm },
): Promise<void> => {
  const beside = `${path}.new`;
  try {
    const file = await fileSystem.open(beside, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await fileSystem.rename(beside, path);
  } catch (error) {
    await fileSystem.rm(beside, { force: true }).catch(() => {});
    throw storageError('write', path, error);
  }
};
