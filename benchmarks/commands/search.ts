// bench search: what the search itself takes, with a model that costs nothing and within decoding, into docs/results/search.md.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { useBackend } from 'seq2seq';
import { measureSearch } from '../search/measure-search.ts';
import { type MutationScore, searchPage } from '../search/search-page.ts';
import { count, jsonOption } from './options.ts';
import { resultsFolder, writeReport } from './write-report.ts';

export const searchCommand = (signal: AbortSignal): Command =>
  new Command('search')
    .description('What the search itself takes, for a row and step and within decoding: docs/results/search.md.')
    .option('--rounds <count>', 'searches of each', count, 9)
    .addOption(jsonOption('print the report as JSON and write no page'))
    .action(async ({ rounds, json }) => {
      await useBackend('simd', { threads: 1 });
      const report = await measureSearch({
        command: `npm run bench -- search --rounds ${rounds}`,
        rounds,
        signal,
        onProgress: (line) => console.error(`search  ${line}`),
      });
      if (json) console.log(JSON.stringify(report));
      else console.log(`${writeReport('search', searchPage(report, lastMutationScore()), report)} written`);
    });

/** What the last run of `npm run mutation` has found, if it is kept. */
const lastMutationScore = (): MutationScore | undefined => {
  const file = join(resultsFolder, 'search-mutation.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
