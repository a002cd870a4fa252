// bench scorers: what a training step takes with each scorer, a user's among them, into docs/results/scorers.md.
import { Command, Option } from '@commander-js/extra-typings';
import { useBackend } from 'seq2seq';
import { cases } from '../cases.ts';
import { measureScorers } from '../scorers/measure-scorers.ts';
import { scorersPage } from '../scorers/scorers-page.ts';
import { count, jsonOption } from './options.ts';
import { writeReport } from './write-report.ts';

export const scorersCommand = (signal: AbortSignal): Command =>
  new Command('scorers')
    .description('A training step with each scorer, normalizer and window, and with a user’s: docs/results/scorers.md.')
    .addOption(new Option('--case <name>', 'which shapes').choices(Object.keys(cases)).default('g2p-256'))
    .option('--rounds <count>', 'steps of each', count, 9)
    .addOption(jsonOption('print the report as JSON and write no page'))
    .action(async ({ case: name, rounds, json }) => {
      await useBackend('simd', { threads: 1 });
      const report = await measureScorers({
        command: `npm run bench -- scorers --case ${name} --rounds ${rounds}`,
        case: name,
        rounds,
        signal,
        onProgress: (line) => console.error(`scorers  ${line}`),
      });
      if (json) console.log(JSON.stringify(report));
      else console.log(`${writeReport('scorers', scorersPage(report), report)} written`);
    });
