import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '@seq2seq/core';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { builtIn } from '../catalog/catalog.ts';
import { parseModelConfig } from '../config/parse-model-config.ts';
import { loadPlugIns, movePlugIns } from './plug-ins.ts';

const scratch = scratchFolder();

const put = async (path: string, content: string): Promise<string> => {
  await mkdir(dirname(scratch(path)), { recursive: true });
  await writeFile(scratch(path), content);
  return scratch(path);
};

/** A scorer that says which it is: its keys are the memory, its scores whatever. */
const kind = (name: string): string =>
  `{ create: () => ({ name: '${name}', prepare: (values) => values, score: (query) => query }) }`;

const withScorer = (type: string, options: object = {}): object => ({
  source: { vocabulary: 5, embedding: 2 },
  target: { vocabulary: 5, embedding: 2 },
  encoder: { cell: 'gru', units: 2 },
  bridge: 'copy',
  decoder: { cell: 'gru', units: 2, context: 'attention' },
  attention: { query: 'current', scorer: { type, ...options } },
});

/** Which scorer a type stands for, as it says itself. */
const scorerOf = async (type: string, folder = scratch()): Promise<unknown> => {
  const { scorers } = await loadPlugIns(withScorer(type), { folder, allowCode: true });
  const scorer = scorers[type]?.create({ querySize: 1, memorySize: 1 }, {} as never, undefined as never);
  return (scorer as { readonly name?: string } | undefined)?.name;
};

const messageOf = async (type: string): Promise<string> => {
  const error: unknown = await loadPlugIns(withScorer(type), {
    folder: scratch(),
    allowCode: true,
    where: 'my.json',
  }).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).path).toBe('my.json.attention.scorer.type');
  return (error as ConfigError).message;
};

describe('a kind is found', () => {
  test('as the default of a file, JavaScript or TypeScript', async () => {
    await put('a.js', `export const other = ${kind('other')}; export default ${kind('a')};`);
    await put('b.ts', `type Scorer = object; const b: { create(): Scorer } = ${kind('b')}; export default b;`);
    await put('c.mjs', `export default ${kind('c')};`);
    expect(await scorerOf('./a.js')).toBe('a');
    expect(await scorerOf('./b.ts')).toBe('b');
    expect(await scorerOf('./c.mjs')).toBe('c');
  });

  test('as the only kind that a file exports, beside what is none', async () => {
    await put(
      'one.ts',
      `export const sharpness: number = 8; export const mine = ${kind('mine')}; export class Create {}`,
    );
    expect(await scorerOf('./one.ts')).toBe('mine');
  });

  test('by its name behind a #', async () => {
    await put(
      'many.ts',
      `export const first = ${kind('1')}; export const second = ${kind('2')}; export default ${kind('d')};`,
    );
    expect(await scorerOf('./many.ts#second')).toBe('2');
    expect(await scorerOf('./many.ts#default')).toBe('d');
    expect(await scorerOf('./many.ts')).toBe('d');
    expect(await scorerOf('./many.ts#')).toBe('d');
  });

  test('in a folder beside or above, and by its whole path', async () => {
    await put('kinds/beside.js', `export default ${kind('beside')};`);
    await put('deep/er/config.json', '{}');
    expect(await scorerOf('./kinds/beside.js')).toBe('beside');
    expect(await scorerOf('../../kinds/beside.js', scratch('deep', 'er'))).toBe('beside');
    expect(await scorerOf(scratch('kinds', 'beside.js'))).toBe('beside');
  });

  test('in a package: with and without "exports", scoped, for import only, below its name', async () => {
    const description = (fields: object): string => JSON.stringify({ name: 'x', type: 'module', ...fields });
    await put('node_modules/plain/package.json', description({ main: 'main.js' }));
    await put('node_modules/plain/main.js', `export default ${kind('plain')};`);
    await put('node_modules/plain/more.js', `export const a = ${kind('a')}; export const b = ${kind('b')};`);
    await put(
      'node_modules/@my/modern/package.json',
      description({ exports: { '.': { import: './m.js' }, './x': './x.js' } }),
    );
    await put('node_modules/@my/modern/m.js', `export default ${kind('modern')};`);
    await put('node_modules/@my/modern/x.js', `export default ${kind('x')};`);
    expect(await scorerOf('plain')).toBe('plain');
    expect(await scorerOf('plain/more.js#b')).toBe('b');
    expect(await scorerOf('@my/modern', scratch('some', 'where'))).toBe('modern');
    expect(await scorerOf('@my/modern/x')).toBe('x');
    expect(await messageOf('@my/modern/y')).toBe(
      'my.json.attention.scorer.type: the package is installed, but it has nothing to import as @my/modern/y; name a file that it ' +
        'has, or one of its "exports".',
    );
  });

  test('at every place of a config, one file for several of them', async () => {
    const names = ['enc', 'cell', 'sum', 'bridge', 'out', 'score', 'window', 'norm'];
    await put('all.js', names.map((name) => `export const ${name} = { create: () => {} };`).join('\n'));
    const type = (name: string): string => `./all.js#${name}`;
    const look = { scorer: { type: type('score') }, window: type('window'), normalizer: type('norm') };
    const model = {
      encoder: { type: type('enc'), cell: type('cell'), summary: type('sum') },
      bridge: type('bridge'),
      decoder: { cell: { type: type('cell') } },
      output: type('out'),
      attention: { ...look, beside: [look] },
    };
    const catalog = await loadPlugIns(model, { folder: scratch(), allowCode: true });
    const added = Object.entries(catalog).flatMap(([part, kinds]) =>
      Object.keys(kinds)
        .filter((name) => name.startsWith('./'))
        .map((name) => `${part} ${name.split('#')[1]}`),
    );
    expect(added.toSorted()).toEqual(
      [
        'bridges bridge',
        'cells cell',
        'encoders enc',
        'normalizers norm',
        'outputs out',
        'scorers score',
        'summaries sum',
        'windows window',
      ].toSorted(),
    );
    // Nothing else is lost or changed.
    for (const [part, kinds] of Object.entries(builtIn))
      expect(catalog[part as keyof typeof builtIn]).toMatchObject(kinds);
  });

  test('unless the caller’s catalog has one of that name', async () => {
    const mine = { create: () => ({ prepare: (values: never) => values, score: (query: never) => query }) };
    const { scorers } = await loadPlugIns(
      withScorer('./none.ts'),
      { folder: scratch() },
      { scorers: { './none.ts': mine } },
    );
    expect(scorers).toEqual({ './none.ts': mine });
  });
});

describe('without permission nothing runs', () => {
  const leaveMark = (): string =>
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(scratch('mark'))}, ''); export default ${kind('marks')};`;

  test.each(['./marks.js', './marks.js#default', 'marks', 'marks/main.js', '@my/marks'])('%s', async (type) => {
    for (const name of ['marks', '@my/marks']) {
      await put(`node_modules/${name}/package.json`, JSON.stringify({ type: 'module', main: 'main.js' }));
      await put(`node_modules/${name}/main.js`, leaveMark());
    }
    await put('marks.js', leaveMark());
    const model = withScorer(type);
    for (const allowCode of [undefined, false]) {
      const loading = loadPlugIns(model, {
        folder: scratch(),
        where: 'my.json',
        ...(allowCode === false && { allowCode }),
      });
      await expect(loading).rejects.toThrow(
        `my.json.attention.scorer.type: ${type} is code, and a config does not run code unless it is allowed to; read it, and if you ` +
          'trust it, say allowCode or --allow-code.',
      );
    }
    movePlugIns(model, scratch(), scratch('runs'));
    expect(existsSync(scratch('mark'))).toBe(false);
    await loadPlugIns(model, { folder: scratch(), allowCode: true });
    expect(existsSync(scratch('mark'))).toBe(true);
  });

  test('configs that name no code need none', async () => {
    expect(await loadPlugIns(withScorer('general'), { folder: scratch() })).toEqual(builtIn);
    for (const model of [undefined, null, 'text', [], {}, { encoder: 5 }]) {
      expect(await loadPlugIns(model, { folder: scratch() })).toEqual(builtIn);
    }
  });
});

describe('what goes wrong is said', () => {
  test('a name that is neither kind nor package is a misspelt kind', async () => {
    for (const allowCode of [false, true]) {
      const model = withScorer('generl');
      const catalog = await loadPlugIns(model, { folder: scratch(), allowCode });
      expect(() => parseModelConfig(model, 'my.json', catalog)).toThrow(
        'my.json.attention.scorer.type: there is no scorer "generl"; did you mean "general"?',
      );
    }
  });

  test('a file that is not there', async () => {
    expect(await messageOf('./gone.ts')).toBe(
      `my.json.attention.scorer.type: expected a file at ${scratch('gone.ts')}, but there is none; correct ./gone.ts.`,
    );
  });

  test('a file that is wrong, or fails', async () => {
    await put('syntax.js', 'export default {;');
    await put('fails.js', 'throw new Error("not today");');
    await put('needs.js', 'import "./what-is-not-there.js";');
    for (const file of ['syntax', 'fails', 'needs']) {
      expect(await messageOf(`./${file}.js`)).toMatch(
        new RegExp(
          `^my\\.json\\.attention\\.scorer\\.type: \\./${file}\\.js cannot be loaded: .+; correct it and try again\\.$`,
          's',
        ),
      );
    }
    expect(await messageOf('./fails.js')).toContain('not today');
    expect(await messageOf('./needs.js')).toContain('what-is-not-there');
  });

  test('no kind in a file, several, or none of that name', async () => {
    await put('none.js', 'export const answer = 42; export const create = () => {}; export default { creates: true };');
    await put('two.js', `export const a = ${kind('a')}; export const b = ${kind('b')};`);
    expect(await messageOf('./none.js')).toBe(
      'my.json.attention.scorer.type: expected ./none.js to export one kind, or a default for scorers, got none at all; export what ' +
        'defineScorer gives.',
    );
    expect(await messageOf('./two.js')).toBe(
      'my.json.attention.scorer.type: expected ./two.js to export one kind, or a default for scorers, got a, b; write behind a # which ' +
        'of them is meant.',
    );
    expect(await messageOf('./two.js#c')).toMatch(/a kind called c for scorers, got a, b;/);
  });

  test('a kind of another part, and one that fails as it is built', async () => {
    await put('window.js', 'export default { create: () => ({ reveal: () => {} }) };');
    await put('broken.js', 'export default { create: ({ stateSizes }) => stateSizes.length };');
    await expect(scorerOf('./window.js')).rejects.toThrow(
      'config.attention.scorer.type: expected what ./window.js makes to be something that can prepare and score, got one with reveal; ' +
        'is it made by defineScorer?',
    );
    await expect(scorerOf('./broken.js')).rejects.toThrow(
      /^config\.attention\.scorer\.type: \.\/broken\.js failed as it was built: TypeError: .*; correct it and try again\.$/,
    );
  });
});

describe('a config that is kept in another folder', () => {
  test('names the same files from there', async () => {
    await put('kinds/mine.js', `export default ${kind('mine')};`);
    for (const [type, moved] of [
      ['./kinds/mine.js', '../kinds/mine.js'],
      ['./kinds/mine.js#default', '../kinds/mine.js#default'],
      [scratch('kinds', 'mine.js'), '../kinds/mine.js'],
    ] as const) {
      const model = movePlugIns(withScorer(type), scratch(), scratch('run'));
      expect(model).toEqual(withScorer(moved));
      expect(await scorerOf(moved, scratch('run'))).toBe('mine');
    }
    expect(movePlugIns(withScorer('../mine.js'), scratch('run'), scratch())).toEqual(withScorer('./mine.js'));
  });

  test('keeps the name of a package where it is the same, and else the way to it', async () => {
    await put('project/node_modules/mine/package.json', JSON.stringify({ type: 'module', exports: './a.js' }));
    await put('project/node_modules/mine/a.js', `export const a = ${kind('a')};`);
    const model = withScorer('mine#a');
    expect(movePlugIns(model, scratch('project'), scratch('project', 'runs', 'one'))).toEqual(model);
    const elsewhere = withScorer('../project/node_modules/mine/a.js#a');
    expect(movePlugIns(model, scratch('project'), scratch('runs'))).toEqual(elsewhere);
    expect(await scorerOf('../project/node_modules/mine/a.js#a', scratch('runs'))).toBe('a');
  });

  test('keeps kinds as they are, and what is no model', () => {
    const model = withScorer('mlp', { units: 3 });
    expect(movePlugIns(model, scratch(), scratch('run'))).toEqual(model);
    expect(movePlugIns(withScorer('generl'), scratch(), scratch('run'))).toEqual(withScorer('generl'));
    expect(movePlugIns(undefined, scratch(), scratch('run'))).toBeUndefined();
  });

  test('moved there and back it is what it was', () => {
    const model = withScorer('./kinds/mine.js#a');
    const there = movePlugIns(model, scratch(), scratch('a', 'b'));
    expect(movePlugIns(there, scratch('a', 'b'), scratch())).toEqual(model);
  });
});
