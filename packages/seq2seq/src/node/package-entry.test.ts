// Held to Node itself: what `import` gives in a program that stands in the folder.
import { execFile } from 'node:child_process';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { packageEntry } from './package-entry.ts';

const run = promisify(execFile);
const scratch = scratchFolder();

/** Packages in `node_modules`: each its package.json and its files. */
const packages: Readonly<Record<string, readonly [description: object, ...files: string[]]>> = {
  plain: [{ main: 'lib/main.js' }, 'lib/main.js', 'extra.mjs'],
  'main-without-ending': [{ main: './lib' }, 'lib/index.js'],
  bare: [{}, 'index.js'],
  'one-string': [{ exports: './a.js', main: 'b.js' }, 'a.js', 'b.js'],
  'for-import-only': [{ exports: { import: './a.js' } }, 'a.js'],
  both: [{ exports: { '.': { types: './a.d.ts', require: './b.cjs', import: './a.js' } } }, 'a.js', 'b.cjs', 'a.d.ts'],
  nested: [{ exports: { '.': { browser: './b.js', node: { require: './b.js', default: './a.js' } } } }, 'a.js', 'b.js'],
  listed: [{ exports: { '.': [{ deno: './b.js' }, './a.js'] } }, 'a.js', 'b.js'],
  many: [
    { exports: { '.': './a.js', './cosine': './kinds/cosine.js', './kinds/*': './kinds/*.js', './kinds/old/*': null } },
    'a.js',
    'kinds/cosine.js',
    'kinds/old/x.js',
    'hidden.js',
  ],
  '@mine/scorers': [{ exports: { '.': './a.js', './b': { default: './b.js' } } }, 'a.js', 'b.js'],
};

beforeEach(async () => {
  for (const [name, [description, ...files]] of Object.entries(packages)) {
    for (const file of ['package.json', ...files]) {
      const path = scratch('node_modules', name, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file === 'package.json' ? JSON.stringify({ type: 'module', ...description }) : '');
    }
  }
  await mkdir(scratch('deep', 'er'), { recursive: true });
});

const specifiers = [
  ...Object.keys(packages),
  'plain/extra.mjs',
  'plain/missing.js',
  'many/cosine',
  'many/kinds/cosine',
  'many/kinds/old/x',
  'many/hidden.js',
  '@mine/scorers/b',
  '@mine/scorers/c',
  'bare/index.js',
];

test('gives the file that import gives, wherever below one looks from', async () => {
  const program =
    `import { existsSync } from 'node:fs'; import { fileURLToPath } from 'node:url'; const found = {};` +
    `for (const name of ${JSON.stringify(specifiers)}) { try { const file = fileURLToPath(import.meta.resolve(name));` +
    `found[name] = existsSync(file) ? file : null; } catch { found[name] = null; } } console.log(JSON.stringify(found));`;
  await writeFile(scratch('deep', 'er', 'ask.mjs'), program);
  const { stdout } = await run(process.execPath, [scratch('deep', 'er', 'ask.mjs')]);
  const folder = await realpath(scratch());
  const found = Object.fromEntries(
    specifiers.map((name) => [name, packageEntry(name, `${folder}/deep/er`)?.file ?? null]),
  );
  expect(found).toEqual(JSON.parse(stdout));
  expect(Object.values(found).filter((file) => file !== null).length).toBeGreaterThan(10);
});

describe('what is no package that is installed', () => {
  test.each([
    'cosine',
    '@mine/other',
    '@mine',
    'Sca led',
    '',
    '.',
    './plain',
    '../plain',
    'path',
    'node:path',
    '__proto__',
    'a\\b',
  ])('%j gives nothing', (specifier) => expect(packageEntry(specifier, scratch())).toBeUndefined());

  test('a package is known without its entry', () => {
    expect(packageEntry('many/hidden.js', scratch())).toEqual({
      root: scratch('node_modules', 'many'),
      file: undefined,
    });
  });

  test('a damaged package.json is read as an empty one', async () => {
    await writeFile(scratch('node_modules', 'bare', 'package.json'), '{ "main": ');
    expect(packageEntry('bare', scratch())?.file).toBe(scratch('node_modules', 'bare', 'index.js'));
  });
});
