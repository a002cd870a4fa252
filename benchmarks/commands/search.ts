// bench search: what the search itself takes, with a model that costs nothing and within decoding, into docs/results/search.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { useBackend } from 'seq2seq';
import { jsonText } from '../compare/json-text.ts';
import { measureSearch } from '../search/measure-search.ts';
import { type MutationScore, searchPage } from '../search/search-page.ts';
import { count, jsonOption } from './options.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'results');

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
      if (json) {
        console.log(JSON.stringify(report));
        return;
      }
      mkdirSync(folder, { recursive: true });
      const page = join(folder, 'search.md');
      writeFileSync(page, searchPage(report, lastMutationScore()));
      writeFileSync(join(folder, 'search.json'), jsonText(report));
      console.log(`${relative(process.cwd(), page)} written`);
    });

/** What the last run of `npm run mutation` has found, if it is kept. */
const lastMutationScore = (): MutationScore | undefined => {
  const file = join(folder, 'search-mutation.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
