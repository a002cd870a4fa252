// Which file `import` would give for a package, seen from some folder. Node tells that of the folder of the asking file alone, and
// `createRequire` answers as `require` would, which misses packages that are for import only and finds a second copy of those for both.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isRecord } from '../config/is-record.ts';

/** An installed package, and the file that a specifier stands for in it; undefined if the package has no such entry. */
export type PackageEntry = { readonly root: string; readonly file: string | undefined };

/**
 * Looks a package up and runs nothing of it.
 *
 * @param specifier - "my-scorers", "@mine/scorers" or an entry of either, "my-scorers/cosine"
 * @param folder - where to look from, upwards, in each `node_modules`
 * @returns undefined if it names no package that is installed
 * @see https://nodejs.org/api/esm.html#resolution-algorithm-specification
 */
export const packageEntry = (specifier: string, folder: string): PackageEntry | undefined => {
  const name = /^(@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(?=\/|$)/.exec(specifier)?.[0];
  const root = name === undefined ? undefined : installedAt(name, resolve(folder));
  if (name === undefined || root === undefined) return undefined;
  const { exports, main } = descriptionOf(root);
  const subpath = `.${specifier.slice(name.length)}`;
  const entry =
    exports === undefined || exports === null ? plainEntry(root, subpath, main) : exported(exports, subpath);
  return { root, file: entry === undefined ? undefined : join(root, entry) };
};

const installedAt = (name: string, folder: string): string | undefined => {
  const root = join(folder, 'node_modules', name);
  if (existsSync(join(root, 'package.json'))) return root;
  const above = dirname(folder);
  return above === folder ? undefined : installedAt(name, above);
};

type Description = { readonly exports?: unknown; readonly main?: unknown };

const descriptionOf = (root: string): Description => {
  try {
    return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Description;
  } catch {
    return {};
  }
};

/** Without "exports" every file can be had by its name. */
const plainEntry = (root: string, subpath: string, main: unknown): string | undefined => {
  const named = typeof main === 'string' ? [main, `${main}.js`, join(main, 'index.js')] : [];
  const candidates = subpath === '.' ? [...named, 'index.js'] : [subpath];
  return candidates.find((path) => /\.[cm]?[jt]s$/.test(path) && existsSync(join(root, path)));
};

const exported = (exports: unknown, subpath: string): string | undefined => {
  const isMap = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  const entries: Readonly<Record<string, unknown>> = isMap ? exports : { '.': exports };
  if (Object.hasOwn(entries, subpath) && !subpath.includes('*')) return target(entries[subpath], '');
  const patterns = Object.keys(entries).map((key) => [key, ...key.split('*')] as const);
  const [key, before = '', after = ''] =
    patterns
      .filter(([, start, end]) => end !== undefined && subpath.startsWith(start ?? '') && subpath.endsWith(end))
      .toSorted((a, b) => (b[1] ?? '').length - (a[1] ?? '').length)[0] ?? [];
  if (key === undefined) return undefined;
  return target(entries[key], subpath.slice(before.length, subpath.length - after.length));
};

/** The first that holds for `import` in Node. */
const conditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

const target = (value: unknown, star: string): string | undefined => {
  if (typeof value === 'string') return value.startsWith('./') ? value.replaceAll('*', star) : undefined;
  const choices = Array.isArray(value)
    ? value
    : Object.entries(isRecord(value) ? value : {})
        .filter(([condition]) => conditions.has(condition))
        .map(([, inner]) => inner);
  return choices.map((choice) => target(choice, star)).find((path) => path !== undefined);
};
