/** The arrows between packages: what each one may depend on, and that the sources import only what is declared. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as typescript from 'typescript';

const root = resolve(import.meta.dirname, '..');
const core = '@seq2seq/core';
const attention = '@seq2seq/attention';
const search = '@seq2seq/search';
const metrics = '@seq2seq/metrics';
const text = '@seq2seq/text';
const train = '@seq2seq/train';
const simd = '@seq2seq/backend-simd';
const tfjs = '@tensorflow/tfjs-core';
const cpu = '@tensorflow/tfjs-backend-cpu';
const wasm = '@tensorflow/tfjs-backend-wasm';

/** Who may depend on whom: contracts at the bottom, the front door at the top. What a package may not import, it cannot break. */
const allowedArrows: Readonly<Record<string, readonly string[] | 'everything'>> = {
  [text]: [],
  [search]: [],
  [metrics]: [],
  '@seq2seq/viz': [],
  [core]: [tfjs],
  [attention]: [core, tfjs],
  [train]: [core, tfjs],
  '@seq2seq/tasks': [text],
  [simd]: [tfjs, cpu],
  seq2seq: [text, search, metrics, core, attention, train, simd, tfjs, cpu, wasm],
  '@seq2seq/cli': 'everything',
};

/** Where everything meets and nothing is published for others to build on. */
const isMeetingPlace = (folder: string): boolean => /^(apps|examples|benchmarks)(\/|$)/.test(folder);

/** Where Node's own modules may be used; all else runs in browsers too. */
const mayUseNode = (file: string): boolean =>
  /^(packages\/cli|packages\/seq2seq\/src\/node|benchmarks|apps|examples)\//.test(file);

/** Tests and what they alone read: never published, so free to use the tools of the root. */
const isForTests = (file: string): boolean => /\.test(-d)?\.ts$|(^|\/)__fixtures__\//.test(file.split(sep).join('/'));

type Dependencies = Readonly<Record<string, string>>;
type Manifest = {
  readonly name: string;
  readonly dependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
};
type Package = { readonly folder: string; readonly manifest: Manifest };
type Source = { readonly file: string; readonly text: string };

describe('arrows between packages', () => {
  const bottom: Package = { folder: 'packages/search', manifest: { name: search } };

  it.each(['dependencies', 'peerDependencies', 'optionalDependencies'])('are refused in %s', (kind) => {
    const bad = { ...bottom, manifest: { name: search, [kind]: { [tfjs]: '4.22.0', [core]: 'workspace:^' } } };
    expect(forbiddenArrows([bad])).toEqual([
      `packages/search: ${search} may not depend on ${tfjs}; it may depend on nothing of ours`,
      `packages/search: ${search} may not depend on ${core}; it may depend on nothing of ours`,
    ]);
  });

  it('are free to tools that are not ours, in devDependencies, and where everything meets', () => {
    const outside = {
      ...bottom,
      manifest: { name: search, dependencies: { zod: '4' }, devDependencies: { [tfjs]: '4' } },
    };
    const app = { folder: 'apps/playground', manifest: { name: '@seq2seq/playground', dependencies: { [core]: '*' } } };
    expect(forbiddenArrows([outside, app])).toEqual([]);
  });

  it('are refused to a package that has no row, and to any back end but those named', () => {
    const unknown = { folder: 'packages/new', manifest: { name: '@seq2seq/new' } };
    expect(forbiddenArrows([unknown])).toEqual([expect.stringContaining('packages/new: @seq2seq/new has no row')]);
    const webgl = '@tensorflow/tfjs-backend-webgl';
    const door = {
      folder: 'packages/seq2seq',
      manifest: { name: 'seq2seq', dependencies: { [wasm]: '4', [webgl]: '4' } },
    };
    expect(forbiddenArrows([door])).toEqual([expect.stringContaining(`seq2seq may not depend on ${webgl}`)]);
  });

  it('hold in this repository', () => {
    const packages = readPackages();
    expect(packages.map(({ folder }) => folder)).toEqual(
      expect.arrayContaining(['packages/core', 'packages/viz', 'benchmarks']),
    );
    expect(forbiddenArrows(packages)).toEqual([]);
  });
});

describe('imports', () => {
  const owner: Package = {
    folder: 'packages/core',
    manifest: { name: core, peerDependencies: { [tfjs]: '4' }, devDependencies: { [wasm]: '4' } },
  };
  const problems = (file: string, line: string): string[] =>
    importProblems(owner, { file: `packages/core/${file}`, text: line }, ['vitest']);

  it.each([
    ['an undeclared package', 'src/a.ts', "import { z } from 'zod';"],
    ['an undeclared subpath', 'src/a.ts', "import type { z } from '@scope/zod/mini';"],
    ['an undeclared re-export', 'src/a.ts', "export { z } from 'zod';"],
    ['an undeclared dynamic import', 'src/a.ts', "const z = await import('zod');"],
    ['a devDependency in what is published', 'src/a.ts', `import '${wasm}';`],
    ['a tool of the root in what is published', 'testing/a.ts', "import { expect } from 'vitest';"],
    ['an undeclared package in a test', 'src/a.test.ts', "import { z } from 'zod';"],
    ['a path out of the package', 'src/a.ts', "import { b } from '../../search/src/b.ts';"],
    ['a fixture in what is published', 'src/a.ts', "import { b } from './__fixtures__/b.ts';"],
    ["one of Node's modules", 'src/a.ts', "import { readFileSync } from 'node:fs';"],
  ])('refuse %s', (_, file, line) => {
    expect(problems(file, line)).toHaveLength(1);
  });

  it.each([
    ['src/a.ts', `import * as tf from '${tfjs}';`],
    ['src/a.ts', "import { b } from './b.ts'; import { c } from '../testing/c.ts';"],
    ['src/a.ts', "// import { z } from 'zod';"],
    ['src/a.test.ts', `import '${wasm}'; import { it } from 'vitest'; import { readFileSync } from 'node:fs';`],
    ['src/a.test.ts', "import { b } from './__fixtures__/b.ts';"],
    ['src/__fixtures__/b.ts', "import { expect } from 'vitest';"],
    ['src/a.test.ts', `import { c } from '${core}/testing';`],
  ])('allow in %s: %s', (file, line) => {
    expect(problems(file, line)).toEqual([]);
  });

  it('hold in this repository', () => {
    const { devDependencies = {} } = readManifest('.');
    const packages = readPackages();
    const sources = packages.flatMap((owned) => readSources(owned.folder).map((source) => ({ owned, source })));
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(({ owned, source }) => importProblems(owned, source, Object.keys(devDependencies)))).toEqual(
      [],
    );
  });
});

/** One line per dependency that the table does not allow. */
function forbiddenArrows(packages: readonly Package[]): string[] {
  const ours = new Set([...Object.keys(allowedArrows), ...packages.map(({ manifest }) => manifest.name)]);
  return packages.flatMap(({ folder, manifest }) => {
    const allowed = isMeetingPlace(folder) ? 'everything' : allowedArrows[manifest.name];
    if (allowed === 'everything') return [];
    if (allowed === undefined)
      return [`${folder}: ${manifest.name} has no row in allowedArrows; say there what it may depend on`];
    const permitted = allowed.length === 0 ? 'nothing of ours' : allowed.join(', ');
    return publishedDependencies(manifest)
      .filter((name) => ours.has(name) || name.startsWith('@tensorflow/'))
      .filter((name) => !allowed.includes(name))
      .map((name) => `${folder}: ${manifest.name} may not depend on ${name}; it may depend on ${permitted}`);
  });
}

/** One line per import of a file that its package has not declared, or that leaves it. */
function importProblems(owner: Package, { file, text: code }: Source, rootTools: readonly string[]): string[] {
  const isTest = isForTests(file);
  const declared = new Set([...publishedDependencies(owner.manifest), owner.manifest.name]);
  // What is not published is built by whoever has installed all of it.
  if (isTest || isMeetingPlace(owner.folder))
    for (const name of Object.keys(owner.manifest.devDependencies ?? {})) declared.add(name);
  if (isTest) for (const name of rootTools) declared.add(name);

  return typescript.preProcessFile(code).importedFiles.flatMap(({ fileName: target }) => {
    if (target.startsWith('.')) {
      const path = relative(owner.folder, join(dirname(file), target));
      if (!isTest && isForTests(path)) return [`${file}: ${target} is for tests; what is published may not need it`];
      return path.startsWith('..') ? [`${file}: ${target} is outside ${owner.folder}; import the package by name`] : [];
    }
    if (target.startsWith('node:')) {
      return isTest || mayUseNode(file)
        ? []
        : [`${file}: ${target} is not there in a browser; pass in what you need of it`];
    }
    const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/');
    return declared.has(name) ? [] : [`${file}: ${owner.folder}/package.json does not declare ${name}`];
  });
}

function publishedDependencies(manifest: Manifest): string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}

function readPackages(): Package[] {
  const folders = [...folderNames('packages/*'), ...folderNames('apps/*'), ...folderNames('examples/*'), 'benchmarks'];
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

const folderNames = (pattern: string): string[] => globSync(pattern, { cwd: root }).map(withSlashes);

function readManifest(folder: string): Manifest {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package manager has checked these files
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** In packages what is published and its tests; elsewhere everything. */
function readSources(folder: string): Source[] {
  const pattern = folder.startsWith('packages/') ? `${folder}/{src,testing,onnx}/**/*.ts` : `${folder}/**/*.ts`;
  return globSync(pattern, { cwd: root, exclude: (path) => /(^|[\\/])(node_modules|dist)([\\/]|$)/.test(path) })
    .map(withSlashes)
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

const withSlashes = (path: string): string => path.split(sep).join('/');
