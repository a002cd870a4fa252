import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError } from 'seq2seq/node';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; check the path',
  EISDIR: 'it is a folder, but a file was expected; name a file',
  ENOTDIR: 'a part of the path is a file, but a folder was expected; check the path',
  EEXIST: 'it is a file, but a folder was expected; name another folder',
  EACCES: 'permission is denied; check who owns it',
  EPERM: 'permission is denied; check who owns it',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'there is no space left on the disk; free some and run the same command again',
};

/** What the operating system refused, as a message that says what to do. */
export const systemFailure = (action: 'read' | 'write', path: string, cause: unknown): StorageError => {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new StorageError(`${path}: cannot ${action}: ${reasons[code] ?? message}.`, path, { cause });
};

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
    throw systemFailure('write', folder, error);
  }
};
