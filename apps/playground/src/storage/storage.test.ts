import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { decodeExperiment, encodeExperiment } from './experiment-file.ts';
import { type KeptRun, openRunShelf } from './run-shelf.ts';
import { readTar, writeTar } from './tar.ts';

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());

describe('an archive', () => {
  it('gives back its files, of any length, without their folder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 1100 }), { maxLength: 4 }), async (contents) => {
        const files = contents.map((bytes, index) => [`file-${index}`, Uint8Array.from(bytes)] as const);
        const archive = await bytesOf(writeTar(files.map(([name, bytes]) => [`folder/${name}`, bytes])));
        expect(readTar(archive, 'a.tar')).toEqual(files);
      }),
      { numRuns: 50 },
    );
  });

  it('is one that tar itself unpacks, and reads what tar packs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    try {
      const bytes = new TextEncoder().encode('some text\n'.repeat(100));
      writeFileSync(join(folder, 'a.tar'), await bytesOf(writeTar([['model/config.json', bytes]])));
      execFileSync('tar', ['xf', 'a.tar'], { cwd: folder });
      expect(Uint8Array.from(readFileSync(join(folder, 'model/config.json')))).toEqual(bytes);
      execFileSync('tar', ['cf', 'b.tar', '--format=ustar', 'model'], { cwd: folder });
      expect(readTar(Uint8Array.from(readFileSync(join(folder, 'b.tar'))), 'b.tar')).toEqual([['config.json', bytes]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that is cut off is refused by name', async () => {
    const archive = await bytesOf(writeTar([['a', new Uint8Array(2000)]]));
    expect(() => readTar(archive.slice(0, 1024), 'a.tar')).toThrow(
      /^a\.tar: expected a tar archive, .*; copy it again\.$/,
    );
    expect(() => readTar(new Uint8Array(1024).fill(65), 'a.tar')).toThrow(/^a\.tar: expected a tar archive/);
  });
});

describe('an experiment file', () => {
  it('gives back the experiment', () => {
    const experiment = { ...presets.phrases.experiment, ownScorer: 'const a = `\n`;' };
    expect(decodeExperiment(encodeExperiment(experiment), 'a file')).toEqual(experiment);
  });

  it.each([
    ['{', /^a file: expected JSON, got .*; the file is damaged/],
    ['{}', /^a file: expected an experiment, got other JSON; open a model with all files/],
    [
      '{"format":"seq2seq.experiment","version":2}',
      /^a file: expected version 1 of an experiment, got 2; load the page/,
    ],
    [
      '{"format":"seq2seq.experiment","version":1,"experiment":{"units":3}}',
      /^a file: .*units: [^;]*, got 3; .*; correct it/,
    ],
  ])('that is %s is refused by name', (text, message) => {
    expect(() => decodeExperiment(text, 'a file')).toThrow(message);
  });
});

describe('a shelf where the browser keeps nothing', () => {
  const run = (id: string, keptAt: number): KeptRun => ({
    ...{ id, keptAt, name: id, experiment: presets.dates.experiment },
    ...{ step: 1, loss: 1, exact: 0, bytes: 1 },
  });

  it('keeps runs as long as it is there, the newest first', async () => {
    const shelf = await openRunShelf(() => {
      throw new Error('denied');
    });
    expect(shelf.isLasting).toBe(false);
    await shelf.keep(run('old', 1), Uint8Array.of(1));
    await shelf.keep(run('new', 2), Uint8Array.of(2));
    expect((await shelf.list()).map(({ id }) => id)).toEqual(['new', 'old']);
    expect(await shelf.take('old')).toEqual(Uint8Array.of(1));
    await shelf.remove('old');
    await expect(shelf.take('old')).rejects.toThrow('Kept runs: expected a run "old", but it is no longer there');
    expect((await shelf.list()).map(({ id }) => id)).toEqual(['new']);
  });
});
