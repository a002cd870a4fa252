import { availableParallelism } from 'node:os';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig, type ViteUserConfigFnPromise } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { bundleGradients } from './tools/bundle-gradients.ts';

/** The last line of a run, in a form that any CI can read. */
const closingLine: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[test.result().state]++;
      // A file that cannot even be loaded, or whose preparation fails, has no failing tests.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) count.failed++;
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`);
  },
};

const config: ViteUserConfigFnPromise = defineConfig(async () => ({
  resolve: {
    conditions: ['seq2seq-source', ...defaultClientConditions],
    alias: { '@tensorflow/tfjs-core/dist/register_all_gradients.js': await bundleGradients() },
  },
  ssr: { resolve: { conditions: ['seq2seq-source', ...defaultServerConditions] } },
  test: {
    reporters: ['default', closingLine],
    include: ['{apps,packages,tools,benchmarks,examples}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['packages/core/src/register-gradients.ts'],
    testTimeout: 60_000,
    // Most of a file's time is one thread's, so that both cores of a small machine have something to do.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
}));

export default config;
