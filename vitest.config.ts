import { availableParallelism } from 'node:os';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig, type ViteUserConfigFnPromise } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestSpecification } from 'vitest/node';
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

/** Begins with the pages: they take longest, and at the end a worker would be left alone with one of them. */
class PagesFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(specifications); // oxlint-disable-line unicorn/no-array-sort -- no array's
    const isPage = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/e2e/');
    return [...bySize.filter(isPage), ...bySize.filter((each) => !isPage(each))];
  }
}

const config: ViteUserConfigFnPromise = defineConfig(async () => ({
  resolve: {
    conditions: ['seq2seq-source', ...defaultClientConditions],
    alias: { '@tensorflow/tfjs-core/dist/register_all_gradients.js': await bundleGradients() },
  },
  ssr: { resolve: { conditions: ['seq2seq-source', ...defaultServerConditions] } },
  test: {
    reporters: ['default', closingLine],
    include: ['{apps,packages,tools,benchmarks,examples}/**/*.test.ts'],
    sequence: { sequencer: PagesFirst },
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['tools/test-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for may take a busy machine longer than the second that there is otherwise.
    expect: { poll: { timeout: 20_000 } },
    // For the workers, and for what they start.
    env: { NODE_OPTIONS: `--import ${new URL('tools/one-core.mjs', import.meta.url).href}` },
    // A worker reads the packages once and not for each file, which halves what most files take.
    isolate: false,
    // One more than two cores: who waits for a browser or a command leaves a core to others.
    maxWorkers: Math.max(3, availableParallelism() - 1),
  },
}));

export default config;
