import { readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { failingFileSystem, fileActions } from '../__fixtures__/failing-file-system.ts';
import { contentOf, scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { createTextTrainer } from '../training/text-trainer.ts';
import { StorageError, storageError } from './storage-error.ts';
import { loadTraining, saveTraining, trainingFileName } from './training-file.ts';
import { writeBeside } from './write-beside.ts';

const scratch = scratchFolder();
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
beforeAll(() => useBackend('wasm'));

describe('writeBeside', () => {
  test('makes and replaces', async () => {
    for (const text of ['first', '', 'a longer third']) {
      await writeBeside(scratch('file'), bytesOf(text));
      expect(await contentOf(scratch())).toEqual({ file: text });
    }
  });

  test.each(fileActions)('when %s fails, the old file stays and nothing is left beside it', async (action) => {
    await writeFile(scratch('file'), 'old');
    const failed = writeBeside(scratch('file'), bytesOf('new'), failingFileSystem(action, 1));
    await expect(failed).rejects.toMatchObject({
      name: 'StorageError',
      path: scratch('file'),
      cause: { code: 'ENOSPC' },
      message: `${scratch('file')}: cannot write: there is no space left on the disk; free some and run the same command again.`,
    });
    expect(await contentOf(scratch())).toEqual({ file: 'old' });
  });

  test('the first failure is told, not that of cleaning up', async () => {
    const refuseAll = {
      ...failingFileSystem('writeFile', 1, 'EDQUOT'),
      rm: () => Promise.reject(new Error('and not that either')),
    };
    await expect(writeBeside(scratch('file'), bytesOf('new'), refuseAll)).rejects.toThrow('the disk quota is used up');
  });

  test('what an earlier, interrupted attempt left is no obstacle', async () => {
    await writeFile(scratch('file.new'), 'half of somethi');
    await writeBeside(scratch('file'), bytesOf('new'));
    expect(await contentOf(scratch())).toEqual({ file: 'new' });
  });

  test('a missing folder is not made', async () => {
    await expect(writeBeside(scratch('no', 'file'), bytesOf('new'))).rejects.toThrow('there is no such file or folder');
    expect(await readdir(scratch())).toEqual([]);
  });

  test('a reader sees one content or the other, whole', async () => {
    const contents = ['a', 'b'].map((letter) => bytesOf(letter.repeat(300_000)));
    await writeBeside(scratch('file'), contents[0] as Uint8Array);
    let isWriting = true;
    const seen = new Map<string, number>();
    const read = async (): Promise<void> => {
      while (isWriting) {
        const text = await readFile(scratch('file'), 'utf8');
        const kind = /^(a+|b+)$/.test(text) ? `${text.length} ${text[0]}` : 'mixed';
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    };
    const readers = [read(), read()];
    for (let turn = 1; turn <= 60; turn++) await writeBeside(scratch('file'), contents[turn % 2] as Uint8Array);
    isWriting = false;
    await Promise.all(readers);
    expect([...seen.keys()].toSorted()).toEqual(['300000 a', '300000 b']);
  });
});

test.each([
  ['ENOENT', 'there is no such file or folder; check the path'],
  ['EACCES', 'permission is denied; check who owns it'],
  ['EROFS', 'the file system is read-only; choose another folder'],
])('%s is said in words', (code, words) => {
  const error = storageError('read', 'a/b', Object.assign(new Error('x'), { code }));
  expect(error).toBeInstanceOf(StorageError);
  expect(error.message).toBe(`a/b: cannot read: ${words}.`);
});

test('what is not known is said as it came', () => {
  expect(storageError('write', 'a/b', new Error('EIO: i/o error')).message).toBe('a/b: cannot write: EIO: i/o error.');
  expect(storageError('write', 'a/b', 'odd').message).toBe('a/b: cannot write: odd.');
});

describe('the state of training', () => {
  test('comes back as it was; none is none; damage and a full disk are said', async () => {
    const textModel = smallTextModel({ family: 'initial' });
    const pairs = [{ source: ['a'], target: ['w'] }];
    const learner = createTextTrainer(textModel, { pairs });
    await learner.fit({ maxSteps: 3 });
    const snapshot = await learner.trainer.snapshot();
    expect(await loadTraining(scratch())).toBeUndefined();
    await saveTraining(scratch(), snapshot);
    const loaded = await loadTraining(scratch());
    expect(loaded?.progress).toEqual(snapshot.progress);
    expect(loaded?.random).toEqual(snapshot.random);
    const asArrays = (tensors: ReadonlyMap<string, { readonly bytes: Uint8Array }> | undefined): unknown =>
      Object.fromEntries([...(tensors ?? [])].map(([path, { bytes }]) => [path, [...bytes]]));
    expect(asArrays(loaded?.parameters)).toEqual(asArrays(snapshot.parameters));
    expect(asArrays(loaded?.optimizer)).toEqual(asArrays(snapshot.optimizer));

    const before = await contentOf(scratch());
    await expect(saveTraining(scratch(), snapshot, failingFileSystem('sync', 1))).rejects.toThrow('no space left');
    expect(await contentOf(scratch())).toEqual(before);

    const whole = await readFile(scratch(trainingFileName));
    await writeFile(scratch(trainingFileName), whole.subarray(0, whole.length - 5));
    await expect(loadTraining(scratch())).rejects.toMatchObject({ name: 'CheckpointError' });
    await expect(loadTraining(scratch())).rejects.toThrow(scratch(trainingFileName));
    learner.dispose();
    textModel.dispose();
  });
});
