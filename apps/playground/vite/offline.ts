// Writes the service worker last, when all other files are there to be counted.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';

const fileName = 'service-worker.js';

/** @param entry - the worker's source; what it calls `manifest` is put in front of it */
export const offline = (entry: string): Plugin => {
  let folder = '';
  return {
    name: 'playground:offline',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => {
      folder = resolve(root, outDir);
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        const built = await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          build: {
            write: false,
            target: 'es2023',
            lib: { entry, formats: ['iife'], name: 'script', fileName: 'script' },
          },
        });
        const [output] = [built].flat();
        const [chunk] = output && 'output' in output ? output.output : [];
        if (chunk?.type !== 'chunk') {
          throw new Error(`offline: expected one file of ${entry}, got none; look at its imports.`);
        }
        writeFileSync(join(folder, fileName), `const manifest = ${JSON.stringify(manifestOf(folder))};\n${chunk.code}`);
      },
    },
  };
};

/** All files of a folder, and a name for what is in them. */
const manifestOf = (folder: string): { readonly version: string; readonly files: readonly string[] } => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== fileName)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return { version: hash.digest('hex').slice(0, 16), files };
};
