// bench playground: what a visitor of the playground waits for, in Chromium, into docs/results/playground.md.
import { Command } from '@commander-js/extra-typings';
import { measurePlayground } from '../playground/measure-playground.ts';
import { playgroundPage } from '../playground/playground-page.ts';
import { count, jsonOption } from './options.ts';
import { writeReport } from './write-report.ts';

export const playgroundCommand = (signal: AbortSignal): Command =>
  new Command('playground')
    .description(
      'How long the playground takes to open and to learn, and how smooth it is: docs/results/playground.md.',
    )
    .option('--rounds <count>', 'how often each is measured', count, 5)
    .addOption(jsonOption('print the report as JSON and write no page'))
    .action(async ({ rounds, json }) => {
      const report = await measurePlayground({
        command: `npm run bench -- playground --rounds ${rounds}`,
        rounds,
        signal,
        onProgress: (line) => console.error(`playground  ${line}`),
      });
      if (json) console.log(JSON.stringify(report));
      else console.log(`${writeReport('playground', playgroundPage(report), report)} written`);
    });
