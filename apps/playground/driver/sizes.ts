// What a visitor waits for, by the parts of a build.
import { gzipSync } from 'node:zlib';
import type { BuiltApp } from './built-app.ts';

/** KiB over the line, as hosts compress. */
export const kibibytes = (files: BuiltApp, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(files.get(name)!).length, 0) / 1024;

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name]) => `assets/${name!}`);

/** Scripts with those that they cannot run without; what is loaded later, when it is wanted, is not among them. */
const withNeeded = (files: BuiltApp, names: readonly string[]): readonly string[] => {
  const all = new Set(names);
  // A set may grow while it is gone through.
  for (const name of all) {
    for (const needed of namesIn(files.get(name)!.toString(), /(?:from|import)\s*"\.\/([^"]+\.js)"/g)) all.add(needed);
  }
  return [...all];
};

/**
 * The script of a name, whatever its hash.
 *
 * @throws Error unless there is exactly one
 */
const scriptOf = (files: BuiltApp, name: string): string => {
  const found = [...files.keys()].filter((path) => path.startsWith(`assets/${name}-`) && path.endsWith('.js'));
  if (found.length !== 1)
    throw new Error(`${name}: expected one script of this name in the build, got ${found.length}.`);
  return found[0]!;
};

export type Part = 'shell' | 'worker' | 'editor' | 'compiler';

/** The files of each part: what a page begins with, what trains, what comes when code is to be written, and when it is tried. */
export const partsOf = (files: BuiltApp): Readonly<Record<Part, readonly string[]>> => {
  const shell = withNeeded(files, namesIn(files.get('index.html')!.toString(), /"\.\/assets\/([^"]+\.(?:js|css))"/g));
  const beside = (name: string, there: readonly string[]): readonly string[] =>
    withNeeded(files, [scriptOf(files, name)]).filter((each) => !there.includes(each));
  const editor = beside('scorer-view', shell);
  return {
    ...{ shell, editor },
    worker: withNeeded(files, [scriptOf(files, 'worker')]),
    compiler: beside('compile-scorer', [...shell, ...editor]),
  };
};
