/** A folder of its own for each test, gone after it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** Call it at the top of a test file; the function gives the present test's folder, or a path in it. */
export const scratchFolder = (): ((...path: readonly string[]) => string) => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seq2seq-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return (...path) => join(folder, ...path);
};

/** What a folder holds: name to content, as text that keeps every byte. */
export const contentOf = async (folder: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).toSorted().map(async (name) => [name, await readFile(join(folder, name), 'latin1')]),
    ),
  );
