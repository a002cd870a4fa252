import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { saveParameters } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { failingFileSystem, fileActions } from '../__fixtures__/failing-file-system.ts';
import { contentOf, scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { families, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { modelFileNames } from '../text/model-files.ts';
import { translate } from '../translate/translate.ts';
import { checkOurs, loadModel, saveModel } from './model-folder.ts';
import { StorageError } from './storage-error.ts';

const scratch = scratchFolder();
beforeAll(() => useBackend('wasm'));

describe('save and load change nothing', () => {
  test.each(families)('%s: the same bits, the same translations', async (family) => {
    const saved = smallTextModel({ family, cell: 'lstm', direction: 'bidirectional', layers: 2 });
    await saveModel(scratch('a', 'b'), saved);
    const before = tf.memory().numTensors;
    const loaded = await loadModel(scratch('a', 'b'));
    expect(await saveParameters(loaded.model.parameters)).toEqual(await saveParameters(saved.model.parameters));
    expect(loaded.config).toEqual(saved.config);
    for (const side of ['source', 'target'] as const) {
      expect(loaded[side].vocabulary.tokens).toEqual(saved[side].vocabulary.tokens);
      expect(loaded[side].tokenizer).toBe(saved[side].tokenizer);
    }
    const texts = ['abc', '', 'd?d'];
    expect(await translate(loaded, texts, { nBest: 3 })).toEqual(await translate(saved, texts, { nBest: 3 }));
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    saved.dispose();
  });

  test('saved again, the files are the same byte for byte', async () => {
    const model = smallTextModel({ family: 'bahdanau' });
    await saveModel(scratch('one'), model);
    model.dispose();
    const loaded = await loadModel(scratch('one'));
    await saveModel(scratch('two'), loaded);
    await saveModel(scratch('one'), loaded);
    loaded.dispose();
    expect(await contentOf(scratch('two'))).toEqual(await contentOf(scratch('one')));
    expect(Object.keys(await contentOf(scratch('one')))).toEqual(Object.values(modelFileNames).toSorted());
  });

  test('what else is in the folder stays', async () => {
    const model = smallTextModel({ family: 'initial' });
    await saveModel(scratch(), model);
    await writeFile(scratch('notes.txt'), 'mine');
    await saveModel(scratch(), model);
    expect((await contentOf(scratch()))['notes.txt']).toBe('mine');
    model.dispose();
  });
});

describe('a folder that is not ours is left alone', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['some files', { 'notes.txt': 'mine', 'photo.jpg': 'x' }],
    ['another program’s model', { 'config.json': '{"model_type":"marian"}', 'model.safetensors': 'x' }],
    ['a config that is no JSON', { 'config.json': '{' }],
    ['a config that is null', { 'config.json': 'null' }],
    ['a model without its config', { 'model.safetensors': 'x' }],
  ])('%s', async (_, files) => {
    for (const [name, content] of Object.entries(files)) await writeFile(scratch(name), content);
    const model = smallTextModel({ family: 'initial' });
    const refused = saveModel(scratch(), model);
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toThrow(
      `${scratch()}: expected a run of seq2seq or an empty folder, but it holds ${Object.keys(files).join(', ')}; name another folder.`,
    );
    expect(await contentOf(scratch())).toEqual(files);
    model.dispose();
  });

  test('a file is no folder', async () => {
    await writeFile(scratch('file'), 'mine');
    const model = smallTextModel({ family: 'initial' });
    for (const folder of [scratch('file'), scratch('file', 'below')]) {
      await expect(saveModel(folder, model)).rejects.toThrow('a part of the path is a file, but a folder was expected');
    }
    expect(await contentOf(scratch())).toEqual({ file: 'mine' });
    model.dispose();
  });

  test('ours, empty, missing, or what an interrupted first save left', async () => {
    expect(await checkOurs(scratch('missing'))).toBe(false);
    expect(await checkOurs(scratch())).toBe(false);
    await writeFile(scratch('config.json.new'), '{');
    expect(await checkOurs(scratch())).toBe(false);
    const model = smallTextModel({ family: 'initial' });
    await saveModel(scratch(), model);
    model.dispose();
    expect(await checkOurs(scratch())).toBe(true);
    expect(await readdir(scratch())).toHaveLength(4);
  });
});

describe('a disk without space', () => {
  // Four files: each kind of call is made four times.
  test.each(fileActions.flatMap((action) => [1, 2, 3, 4].map((call) => ({ action, call }))))(
    '$action $call: the old model stays, nothing half-written is left, the same command works later',
    async ({ action, call }) => {
      const [old, next] = [
        smallTextModel({ family: 'initial' }),
        smallTextModel({ family: 'luong' }, { source: 'abc' }),
      ];
      await saveModel(scratch('run'), old);
      await saveModel(scratch('wanted'), next);
      const [before, wanted] = [await contentOf(scratch('run')), await contentOf(scratch('wanted'))];

      const failed = saveModel(scratch('run'), next, failingFileSystem(action, call));
      await expect(failed).rejects.toThrow(StorageError);
      await expect(failed).rejects.toThrow(
        /\/run\/[a-z.]+: cannot write: there is no space left on the disk; free some and run the same command again\.$/,
      );
      const after = await contentOf(scratch('run'));
      const names = Object.values(modelFileNames);
      expect(Object.keys(after)).toEqual(names.toSorted());
      // Only a renaming that fails after another has succeeded leaves new files, and those whole.
      const replaced = action === 'rename' ? names.slice(0, call - 1) : [];
      for (const name of names) expect(after[name], name).toBe((replaced.includes(name) ? wanted : before)[name]);

      await saveModel(scratch('run'), next);
      expect(await contentOf(scratch('run'))).toEqual(wanted);
      old.dispose();
      next.dispose();
    },
  );

  test('a first save that fails leaves an empty folder, which a later one may use', async () => {
    const model = smallTextModel({ family: 'initial' });
    await expect(saveModel(scratch('run'), model, failingFileSystem('sync', 3))).rejects.toThrow('no space left');
    expect(await readdir(scratch('run'))).toEqual([]);
    await saveModel(scratch('run'), model);
    expect(await readdir(scratch('run'))).toHaveLength(4);
    model.dispose();
  });

  test('a folder where a file should be is said so', async () => {
    const model = smallTextModel({ family: 'initial' });
    await saveModel(scratch(), model);
    await mkdir(scratch('model.safetensors.new'));
    await expect(saveModel(scratch(), model)).rejects.toThrow(
      `${scratch('model.safetensors')}: cannot write: it is a folder, but a file was expected; name a file.`,
    );
    model.dispose();
  });
});
