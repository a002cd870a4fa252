// The playground as it is published. Tests look at the build and never at the development server: some faults exist only there.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const app = resolve(import.meta.dirname, '..');
const packages = resolve(app, '../../packages');
const lock = join(app, 'node_modules', '.e2e-build-lock');

/** Milliseconds after which a lock is of somebody who has died. */
const lockEnds = 120_000;

/** The files of a build, by their address under it. */
export type BuiltApp = ReadonlyMap<string, Buffer<ArrayBuffer>>;

/**
 * The build of the present sources, made if a source is newer than it. `PLAYGROUND_DIST` names another folder to test, as it is.
 * Read as a whole, so that a build that somebody makes meanwhile changes nothing for who has it already.
 */
export const builtApp = async (): Promise<BuiltApp> => {
  const other = process.env.PLAYGROUND_DIST;
  if (other) return filesIn(resolve(other));
  await takeLock();
  try {
    if (!isFresh()) await build();
    return filesIn(join(app, 'dist'));
  } finally {
    rmdirSync(lock);
  }
};

/** Test files run beside each other; one of them builds. */
const takeLock = async (): Promise<void> => {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      if (Date.now() - modified(lock) > lockEnds) rmdirSync(lock);
      else await delay(100);
    }
  }
};

/** When a file was changed; long ago if there is none. */
const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newest = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};

const isFresh = (): boolean => {
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => join(app, name));
  const built = readdirSync(packages).map((name) => join(packages, name, 'dist'));
  return modified(join(app, 'dist', 'index.html')) >= Math.max(...[...sources, ...built].map(newest));
};

const build = async (): Promise<void> => {
  const begun = new Date();
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: app,
    // Vitest says "test" here, and a build for that is another build.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  // A source that was changed while this ran is newer than the build.
  utimesSync(join(app, 'dist', 'index.html'), begun, begun);
};

const filesIn = (folder: string): BuiltApp =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path).split(sep).join('/'), readFileSync(path)];
      }),
  );
