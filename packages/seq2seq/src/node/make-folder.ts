import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storageError } from './storage-error.ts';

/**
 * A folder and those above it, if they do not exist. Made one by one: for a read-only disk, Node's own recursion says that there is no
 * such folder.
 *
 * @throws StorageError
 */
export const makeFolder = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolder(above);
  try {
    await mkdir(folder);
  } catch (error) {
    throw storageError('write', folder, error);
  }
};
