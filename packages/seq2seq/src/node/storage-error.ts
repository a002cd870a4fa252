import { Seq2SeqError } from '@seq2seq/core';

/** A file or folder cannot be read or written. */
export class StorageError extends Seq2SeqError {
  override name: string = 'StorageError';
  /** Which file or folder. */
  readonly path: string;

  constructor(message: string, path: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** What the operating system says, by its code: what is wrong, and what to do. */
const advice: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; check the path',
  EISDIR: 'it is a folder, but a file was expected; name a file',
  ENOTDIR: 'a part of the path is a file, but a folder was expected; check the path',
  EEXIST: 'it is a file, but a folder was expected; name another folder',
  EACCES: 'permission is denied; check who owns it',
  EPERM: 'permission is denied; check who owns it',
  EROFS: 'the file system is read-only; choose another folder',
  ENOSPC: 'there is no space left on the disk; free some and run the same command again',
  EDQUOT: 'the disk quota is used up; free some space and run the same command again',
};

/** What the operating system refused, as an error that says what to do. */
export const storageError = (action: 'read' | 'write', path: string, cause: unknown): StorageError => {
  const code = (cause as { code?: string }).code ?? '';
  const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(`${path}: cannot ${action}: ${reason}.`, path, { cause });
};
