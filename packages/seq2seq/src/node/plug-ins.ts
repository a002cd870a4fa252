// Kinds that a config names by a file or a package. Loading one runs its code, so that happens only where the caller allows it.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@seq2seq/core';
import { builtIn, type Catalog, catalogOf } from '../catalog/catalog.ts';
import { type KindSlot, kindSlots, renameKinds } from '../catalog/kind-slots.ts';

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
    const kinds = catalog[slot.part];
    if (Object.hasOwn(kinds, slot.type)) continue;
    const place = locate(slot.type, folder);
    // A name that is neither a kind nor a package is a mistake, and whoever reads the config says which names there are.
    if (!place) continue;
    const path = `${[where, ...slot.path].join('.')}.type`;
    if (!allowCode) {
      throw new ConfigError(
        `${path}: ${slot.type} is code, and a config does not run code unless it is allowed to; read it, and if you trust it, say ` +
          'allowCode or --allow-code.',
        path,
      );
    }
    const kind = kindOf(await importCode(place.file, path, slot), place.name, path, slot);
    catalog = { ...catalog, [slot.part]: { ...kinds, [slot.type]: kind } };
  }
  return catalog;
};

/** The same config, as it must be written in another folder for its files to be found from there. */
export const movePlugIns = <Model>(model: Model, from: string, to: string): Model =>
  renameKinds(model, ({ type }) => {
    if (!isPath(type)) return type;
    const path = relative(resolve(to), resolve(from, type)).split(sep).join('/');
    return path.startsWith('.') || isAbsolute(path) ? path : `./${path}`;
  });

const isPath = (type: string): boolean => /^\.{0,2}[/\\]/.test(type) || isAbsolute(type);

type Place = { readonly file: string; readonly name: string | undefined };

/** Which file a type stands for, and which of its exports; undefined if it is no path and no package that is installed. */
const locate = (type: string, folder: string): Place | undefined => {
  const [specifier = '', name] = type.split('#');
  if (isPath(specifier)) return { file: resolve(folder, specifier), name };
  if (!/^(@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(\/[\w./~-]+)?$/.test(specifier)) return undefined;
  try {
    return { file: createRequire(resolve(folder, 'config.json')).resolve(specifier), name };
  } catch {
    return undefined;
  }
};

const importCode = async (file: string, path: string, { type }: KindSlot): Promise<object> => {
  if (!existsSync(file))
    throw new ConfigError(`${path}: expected a file at ${file}, but there is none; correct ${type}.`, path);
  try {
    return (await import(pathToFileURL(file).href)) as object;
  } catch (error) {
    throw new ConfigError(`${path}: ${type} cannot be loaded: ${String(error)}; correct it and try again.`, path);
  }
};

/** The export by its name; without one the default, or the only kind that there is. */
const kindOf = (module: object, name: string | undefined, path: string, { type, part }: KindSlot): unknown => {
  const exported = Object.entries(module).filter(([, value]) => isKind(value));
  const found =
    exported.find(([key]) => key === (name ?? 'default')) ??
    (name === undefined && exported.length === 1 ? exported[0] : undefined);
  if (found) return found[1];
  const names = exported.map(([key]) => key).join(', ');
  const got = exported.length === 0 ? 'no kind at all' : `the kinds ${names}`;
  const wanted = name === undefined ? `one kind for ${part}, or a default` : `a kind ${name} for ${part}`;
  const remedy =
    exported.length === 0 ? 'export what defineScorer and its like give' : 'put # and the name behind the path';
  throw new ConfigError(`${path}: expected ${type} to export ${wanted}, got ${got}; ${remedy}.`, path);
};

const isKind = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'create' in value && typeof value.create === 'function';
