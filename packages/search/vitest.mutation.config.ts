import { defineConfig, type Plugin, type ViteUserConfig } from 'vitest/config';

/** The most cases of a property. */
const mostCases = 12;

/** The most outputs to draw where their frequencies are tested. */
const mostDraws = 1500;

const atMost = (most: number) => (_: string, before: string, count: string) =>
  before + Math.min(most, Number(count.replaceAll('_', '')));

/** Thousands of changed sources are tested: properties are tried on fewer cases each, frequencies counted of fewer draws. */
const fewCases: Plugin = {
  name: 'few-cases',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('.test.ts')
      ? code
          .replaceAll(/(numRuns: )([\d_]+)/g, atMost(mostCases))
          .replaceAll(/(samples: |pairs = |draws\()([\d_]+)/g, atMost(mostDraws))
      : undefined,
};

/**
 * Tests that count what thousands of cases had, and those of large batches and tables: a change that survives would wait for all
 * of them.
 */
const slow =
  'the very same hypotheses in both forms|finds all that obey and end|divided places find|do with the language|groups find the same whether|draws the same from candidates|does not fall with the width|a thousand sources at once|more states than a table holds';

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
