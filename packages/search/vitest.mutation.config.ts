import { defineConfig, type Plugin, type ViteUserConfig } from 'vitest/config';

/** The most cases of a property. */
const mostCases = 12;

/** Thousands of changed sources are tested: properties are tried on fewer cases each. */
const fewCases: Plugin = {
  name: 'few-cases',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('.test.ts')
      ? code.replaceAll(
          /numRuns: ([\d_]+)/g,
          (_, runs: string) => `numRuns: ${Math.min(mostCases, Number(runs.replaceAll('_', '')))}`,
        )
      : undefined,
};

/**
 * Tests that count what thousands of cases had, those of frequencies, which take thousands of draws, and those of large batches and tables: a
 * change that survives would wait for all of them.
 */
const slow =
  'the very same hypotheses in both forms|finds all that obey and end|divided places find|do with the language|groups find the same whether|draws the same from candidates|fair sample|as often as|does not fall with the width|the third, too, of a beam|a thousand sources at once|more states than a table holds';

// For `npm run mutation`.
const config: ViteUserConfig = defineConfig({
  plugins: [fewCases],
  resolve: { conditions: ['seq2seq-source', 'module', 'import', 'default'] },
  ssr: { resolve: { conditions: ['seq2seq-source', 'module', 'node', 'import', 'default'] } },
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['packages/search/src/**/*.test.ts'],
    testNamePattern: new RegExp(`^(?!.*(${slow}))`),
    testTimeout: 300_000,
    // Tests share nothing; one worker for all of them saves most of the time of a change.
    isolate: false,
  },
});

export default config;
