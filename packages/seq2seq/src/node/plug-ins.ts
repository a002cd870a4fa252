// Kinds that a config names by a file or a package. Loading one runs its code, so that happens only where the caller allows it.
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@seq2seq/core';
import { builtIn, type Catalog, catalogOf } from '../catalog/catalog.ts';
import { kindSlots, renameKinds } from '../catalog/kind-slots.ts';
import { type Kind, madeAsPromised, makerOf } from './made-as-promised.ts';
import { packageEntry } from './package-entry.ts';

export type PlugInOptions = {
  /** The folder that files are looked for from, and packages: that of the config. */
  readonly folder: string;
  /** Whether the code that a config names may run. Default: false; a config from elsewhere must not run code by itself. */
  readonly allowCode?: boolean;
  /** What to call the config in messages. */
  readonly where?: string;
};

/**
 * A catalog with the kinds that a config names by a file, "./my-scorer.ts", or a package, "my-scorers"; behind a # stands which of
 * several: "./my-scorers.ts#cosine".
 *
 * @param model - the model part of a config, not yet checked
 * @param parts - kinds that are known already
 * @throws ConfigError if there is code to run and it is not allowed to, if it cannot be loaded, or if it has no such kind
 */
export const loadPlugIns = async (
  model: unknown,
  { folder, allowCode = false, where = 'config' }: PlugInOptions,
  parts: Partial<Catalog> = builtIn,
): Promise<Catalog> => {
  let catalog = catalogOf(parts);
  for (const slot of kindSlots(model)) {
    const { part, type } = slot;
    if (Object.hasOwn(catalog[part], type)) continue;
    const code = codeOf(type, folder);
    // A name that is neither a kind nor a package is a mistake, and whoever reads the config says which names there are.
    if (!code) continue;
    const path = `${[where, ...slot.path].join('.')}.type`;
    if (!allowCode) {
      throw new ConfigError(
        `${path}: ${type} is code, and a config does not run code unless it is allowed to; read it, and if you trust it, say ` +
          'allowCode or --allow-code.',
        path,
      );
    }
    const kind = kindIn(await imported(code, path, type), code.name, { part, path, type });
    catalog = { ...catalog, [part]: { ...catalog[part], [type]: madeAsPromised(kind, part, path, type) } };
  }
  return catalog;
};

/**
 * The same config, as it must be written in another folder for its files to be found from there. A package keeps its name where it is
 * the same seen from there.
 */
export const movePlugIns = <Model>(model: Model, from: string, to: string): Model =>
  renameKinds(model, ({ part, type }) => {
    const code = Object.hasOwn(builtIn[part], type) ? undefined : codeOf(type, from);
    if (code?.file === undefined || (!isPath(type) && codeOf(type, to)?.file === code.file)) return type;
    const path = relative(resolve(to), code.file).split(sep).join('/');
    const found = path.startsWith('.') || isAbsolute(path) ? path : `./${path}`;
    return code.name === undefined ? found : `${found}#${code.name}`;
  });

const isPath = (type: string): boolean => /^\.{0,2}[/\\]/.test(type) || isAbsolute(type);

/** A file and which of its exports; without a file, a package that has no such entry. */
type Code = { readonly file: string | undefined; readonly name: string | undefined };

/** What code a type stands for; undefined if it is no path and no package that is installed. Runs none of it. */
const codeOf = (type: string, folder: string): Code | undefined => {
  const [specifier = '', name] = type.split('#');
  if (isPath(specifier)) return { file: resolve(folder, specifier), name };
  const entry = packageEntry(specifier, folder);
  return entry && { file: entry.file, name };
};

const imported = async ({ file }: Code, path: string, type: string): Promise<object> => {
  if (file === undefined) {
    const remedy = 'name a file that it has, or one of its "exports"';
    throw new ConfigError(
      `${path}: the package is installed, but it has nothing to import as ${type}; ${remedy}.`,
      path,
    );
  }
  if (!existsSync(file)) {
    throw new ConfigError(`${path}: expected a file at ${file}, but there is none; correct ${type}.`, path);
  }
  try {
    return (await import(pathToFileURL(file).href)) as object;
  } catch (error) {
    throw new ConfigError(`${path}: ${type} cannot be loaded: ${String(error)}; ${remedyOf(error)}.`, path);
  }
};

/** Node reads TypeScript as it is from 22.18 on, but none that a package brings. */
const remedyOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
    return `Node ${process.versions.node} does not read TypeScript: use Node 22.18 or newer, or compile the file to JavaScript`;
  }
  return code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING'
    ? 'a package must bring JavaScript'
    : 'correct it and try again';
};

type Wanted = { readonly part: keyof Catalog; readonly path: string; readonly type: string };

/** The export by its name; without one the default, or the only kind that there is. */
const kindIn = (module: object, name: string | undefined, { part, path, type }: Wanted): Kind => {
  const kinds = Object.entries(module).filter((entry): entry is [string, Kind] => isKind(entry[1]));
  const isNamed = name !== undefined && name !== '';
  const named = kinds.find(([key]) => key === (isNamed ? name : 'default'));
  const found = named ?? (!isNamed && kinds.length === 1 ? kinds[0] : undefined);
  if (found) return found[1];
  const wanted = isNamed ? `a kind called ${name}` : 'one kind, or a default';
  const names = kinds.map(([key]) => key).join(', ');
  const message =
    kinds.length === 0
      ? `got none at all; export what ${makerOf(part)} gives`
      : `got ${names}; write behind a # which of them is meant`;
  throw new ConfigError(`${path}: expected ${type} to export ${wanted} for ${part}, ${message}.`, path);
};

const isKind = (value: unknown): value is Kind =>
  typeof value === 'object' && value !== null && 'create' in value && typeof value.create === 'function';
