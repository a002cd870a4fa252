import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtIn, modelKeys } from 'seq2seq';
import { beforeAll, describe, expect, it } from 'vitest';
import { seq2seq } from '../__fixtures__/run-command.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();

beforeAll(() => {
  writeTinyTask(folder);
  writeFileSync(join(folder, 'broken.json'), '{ "model": ');
});

describe('seq2seq models', () => {
  it('lists all kinds, and the keys around them', async () => {
    const { code, stdout, stderr } = await seq2seq(['models'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const kinds of Object.values(builtIn)) {
      for (const name of Object.keys(kinds)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    for (const name of ['query', 'context', 'inputFeeding', 'beside', 'heads', 'tied', 'copy', 'zoneout']) {
      expect(stdout).toMatch(new RegExp(`^    ${name} `, 'm'));
    }
  });

  it('lists one part alone, and says which there are', async () => {
    const { stdout } = await seq2seq(['models', 'windows'], folder);
    expect(stdout).toMatch(/^windows, [^]+ {2}local-p /);
    expect(stdout).not.toMatch(/softmax|inputFeeding/);
    const { code, stderr } = await seq2seq(['models', 'window'], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Allowed choices are cells, encoders'),
    });
  });

  it('gives the list to programs', async () => {
    const { stdout } = await seq2seq(['models', '--json'], folder);
    const { kinds, keys } = JSON.parse(stdout) as { kinds: readonly unknown[]; keys: readonly unknown[] };
    expect(kinds).toHaveLength(Object.values(builtIn).flatMap((part) => Object.keys(part)).length);
    expect(keys).toEqual(modelKeys());
  });

  it('draws a config before it is trained, on standard output or into a file', async () => {
    const { code, stdout } = await seq2seq(['models', '--diagram', 'tiny.json'], folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^<svg [^]*<\/svg>\n$/) });
    await seq2seq(['models', '--diagram', 'tiny.json', '--out', 'tiny.svg'], folder);
    expect(readFileSync(join(folder, 'tiny.svg'), 'utf8')).toBe(stdout);
  });

  it.each([
    ['gone.json', [], /gone\.json/],
    ['broken.json', [], /^seq2seq: broken\.json: expected JSON/],
    ['tiny.json', ['--out', 'no/folder.svg'], /no\/folder\.svg: cannot write/],
  ] as const)('says what is wrong: %s %j', async (config, more, message) => {
    const { code, stderr, stdout } = await seq2seq(['models', '--diagram', config, ...more], folder);
    expect({ code, stderr, stdout }).toEqual({ code: 1, stderr: expect.stringMatching(message), stdout: '' });
    expect(stderr).not.toMatch(/should not happen/);
  });
});
