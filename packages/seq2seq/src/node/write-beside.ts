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
): Promise<void> => writeAllBeside(new Map([[path, bytes]]), fileSystem);

/**
 * The same for files that belong together: none takes its place, in the order given, before all are written.
 *
 * @param files - path to content
 * @throws StorageError; unless it was a renaming that failed, every old content stays
 */
export const writeAllBeside = async (
  files: ReadonlyMap<string, Uint8Array>,
  fileSystem: WritingFileSystem = { open, rename, rm },
): Promise<void> => {
  let current = '';
  try {
    for (const [path, bytes] of files) {
      current = path;
      await writeDurably(besideOf(path), bytes, fileSystem);
    }
    for (const path of files.keys()) {
      current = path;
      await fileSystem.rename(besideOf(path), path);
    }
  } catch (error) {
    for (const path of files.keys()) await fileSystem.rm(besideOf(path), { force: true }).catch(() => {});
    throw storageError('write', current, error);
  }
};

const besideOf = (path: string): string => `${path}.new`;

const writeDurably = async (path: string, bytes: Uint8Array, fileSystem: WritingFileSystem): Promise<void> => {
  const file = await fileSystem.open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};
