import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '@seq2seq/train';
import { createTextTrainer, type TextModel } from 'seq2seq';
import { loadTraining, saveModel, saveTraining } from 'seq2seq/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyModel } from '../__fixtures__/tiny-model.ts';
import { openRun } from './open-run.ts';
import { beginRun } from './run-files.ts';

const root = temporaryFolder();
const at = (...path: readonly string[]): string => join(root, ...path);

let textModel: TextModel;
let start: Checkpoint;
beforeAll(async () => {
  textModel = await tinyModel();
  const trainer = createTextTrainer(textModel, { pairs: [{ source: ['a'], target: ['A'] }] });
  start = await trainer.trainer.snapshot();
  trainer.dispose();
});
afterAll(() => textModel.dispose());

const trained = (): Checkpoint => ({ ...start, progress: { ...start.progress, step: 3, stepInEpoch: 3 } });

describe('beginRun', () => {
  it('makes a folder that openRun opens, and those above it', async () => {
    await beginRun(at('deep', 'down', 'run'), textModel, start);
    const run = await openRun(at('deep', 'down', 'run'));
    expect(run?.checkpoint.progress).toEqual(start.progress);
    expect(run?.textModel.config).toEqual(textModel.config);
    run?.textModel.dispose();
  });

  it('takes the place of an earlier run, and of nothing else', async () => {
    await beginRun(at('again'), textModel, trained());
    mkdirSync(at('again', 'attention'));
    for (const name of [
      'job.json',
      'log.jsonl',
      'loss.svg',
      'attention/word.svg',
      'attention/notes.txt',
      'notes.txt',
    ]) {
      writeFileSync(at('again', name), 'old');
    }
    await beginRun(at('again'), textModel, start);
    expect(Object.keys(contentsOf(at('again')))).toEqual([
      'attention/notes.txt',
      'config.json',
      'model.safetensors',
      'notes.txt',
      'source.vocabulary.json',
      'target.vocabulary.json',
      'training.safetensors',
    ]);
    expect((await loadTraining(at('again')))?.progress.step).toBe(0);
  });

  it('leaves nothing behind where it fails', async () => {
    // A folder in the place of the last file lets all but that one be written.
    mkdirSync(at('failed', 'model.safetensors', 'in the way'), { recursive: true });
    writeFileSync(at('failed', 'config.json'), '{ "format": "seq2seq" }');
    await expect(beginRun(at('failed'), textModel, start)).rejects.toThrow(/failed.*: cannot write: /);
    expect(readdirSync(at('failed'))).not.toContain('training.safetensors');
    writeFileSync(at('file'), '');
    await expect(beginRun(at('file', 'run'), textModel, start)).rejects.toThrow(/a folder was expected/);
  });

  it('refuses a folder that holds something else', async () => {
    mkdirSync(at('others'));
    writeFileSync(at('others', 'thesis.doc'), 'years of work');
    await expect(beginRun(at('others'), textModel, start)).rejects.toThrow(/but it holds thesis\.doc; name another/);
    expect(readFileSync(at('others', 'thesis.doc'), 'utf8')).toBe('years of work');
  });
});

describe('openRun', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await openRun(at('nowhere'))).toBeUndefined();
    mkdirSync(at('empty'));
    expect(await openRun(at('empty'))).toBeUndefined();
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('takes a first save that was cut off for nothing, wherever that was', async () => {
    await beginRun(at('begun'), textModel, start);
    for (const name of [
      'model.safetensors',
      'target.vocabulary.json',
      'source.vocabulary.json',
      'training.safetensors',
    ]) {
      rmSync(at('begun', name));
      expect(await openRun(at('begun'))).toBeUndefined();
    }
    await beginRun(at('begun'), textModel, start);
    expect(existsSync(at('begun', 'model.safetensors'))).toBe(true);
  });

  it('does not give up what was learned because a file is gone', async () => {
    await saveModel(at('half'), textModel);
    await expect(openRun(at('half'))).rejects.toThrow(/a model without training\.safetensors; name another folder/);
    await saveTraining(at('half'), trained());
    rmSync(at('half', 'model.safetensors'));
    await expect(openRun(at('half'))).rejects.toThrow(/half: there is no model\.safetensors/);
  });
});
