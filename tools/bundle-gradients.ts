import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');

/**
 * Bundles the gradients of tfjs-core into one file, as the build of `@seq2seq/core` does, and gives its path.
 *
 * Tests run from sources, and plain Node cannot import tfjs-core's gradients (its imports lack file extensions). Letting vitest
 * transform the thousand files of tfjs-core instead costs four seconds per test file.
 */
export const bundleGradients = async (): Promise<string> => {
  const outDir = join(root, 'node_modules', '.cache', 'gradients-of-tfjs-core-4.22.0');
  const bundle = join(outDir, 'gradients.mjs');
  if (!existsSync(bundle)) {
    const fromCore = createRequire(join(root, 'packages/core/package.json'));
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        lib: {
          entry: fromCore.resolve('@tensorflow/tfjs-core/dist/register_all_gradients.js'),
          formats: ['es'],
          fileName: () => 'gradients.mjs',
        },
        outDir,
        minify: false,
      },
    });
  }
  return bundle;
};
