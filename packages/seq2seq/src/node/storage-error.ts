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

/** What the operating system said, in words that say what to do. */
export const storageError = (action: 'read' | 'write', path: string, cause: unknown): StorageError => {
  const code = (cause as { code?: string }).code ?? '';
  const advice: Record<string, string> = {
    ENOENT: 'there is no such file or folder; check the path',
    EACCES: 'permission is denied; check who owns it',
    EPERM: 'permission is denied; check who owns it',
    EROFS: 'the file system is read-only; choose another folder',
    ENOSPC: 'there is no space left on the disk; free some and run the same command again',
    EDQUOT: 'the disk quota is used up; free some space and run the same command again',
    EISDIR: 'it is a folder, but a file was expected',
    ENOTDIR: 'a part of the path is a file, but a folder was expected',
  };
  const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(`${path}: cannot ${action}: ${reason}.`, path, { cause });
};
