/** The real file system, except that one call of one kind fails, as on a disk without space. */
import { open, rename, rm } from 'node:fs/promises';
import type { WritingFileSystem } from '../node/write-beside.ts';

export const fileActions = ['open', 'writeFile', 'sync', 'close', 'rename'] as const;

/**
 * @param action - the kind of call that fails
 * @param call - which of them, counted from 1
 */
export const failingFileSystem = (
  action: (typeof fileActions)[number],
  call: number,
  code = 'ENOSPC',
): WritingFileSystem => {
  let calls = 0;
  const failIf = (present: string): void => {
    if (present !== action || ++calls !== call) return;
    throw Object.assign(new Error(`${code}: injected, ${action}`), { code });
  };
  return {
    open: async (path, flags) => {
      failIf('open');
      const file = await open(path, flags);
      return {
        writeFile: async (bytes) => {
          if (action === 'writeFile' && calls + 1 === call) await file.writeFile(bytes.subarray(0, bytes.length / 2));
          failIf('writeFile');
          await file.writeFile(bytes);
        },
        sync: async () => {
          failIf('sync');
          await file.sync();
        },
        close: async () => {
          await file.close();
          failIf('close');
        },
      };
    },
    rename: async (from, to) => {
      failIf('rename');
      await rename(from, to);
    },
    rm,
  };
};
