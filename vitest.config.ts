import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** The last line of a run, in a form that any CI can read. */
const closingLine: Reporter = {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) count.failed++;
    }
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`);
  },
};

export default defineConfig({
  resolve: { conditions: ['seq2seq-source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['seq2seq-source', ...defaultServerConditions] } },
  test: {
    reporters: ['default', closingLine],
    include: ['{packages,tools,benchmarks}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    server: { deps: { inline: [/@tensorflow\//] } },
    testTimeout: 60_000,
  },
});
