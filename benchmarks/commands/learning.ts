// bench learning: whether claims of the papers come out with our models, into docs/results/what-attention-buys.md.
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { useBackend } from 'seq2seq';
import { runStudies } from '../learning/run-studies.ts';
import { studies } from '../learning/studies.ts';
import { runsFileIn, writePage } from '../learning/write-page.ts';

const root = join(import.meta.dirname, '..', '..');
const names = studies().map(({ name }) => name);

export const learningCommand = (signal: AbortSignal): Command =>
  new Command('learning')
    .description(
      'Trains small models to see what the papers claim: docs/results/what-attention-buys.md. Ctrl-C keeps what is done.',
    )
    .addOption(new Option('--study <names...>', 'these alone; all by default').choices(names).default(names, 'all'))
    .option('--data <file>', 'tasks_train_simple.txt of SCAN, for the study scan')
    .option('--test-data <file>', 'tasks_test_simple.txt of SCAN')
    .action(async ({ study: wanted, data, testData }) => {
      if ((data === undefined) !== (testData === undefined)) {
        throw new Error(
          'learning: expected --data and --test-data together, got one of them; SCAN has a file for each.',
        );
      }
      const all = studies(data !== undefined && testData !== undefined ? { train: data, test: testData } : undefined);
      const folder = join(root, 'docs', 'results');
      mkdirSync(folder, { recursive: true });
      // Small models: more threads would wait for each other.
      await useBackend('simd', { threads: 1 });
      const started = performance.now();
      try {
        await runStudies(
          all.filter(({ name }) => wanted.includes(name)),
          {
            runsFile: runsFileIn(folder),
            partialFolder: join(root, 'runs', 'learning'),
            signal,
            onProgress: (line) => console.error(`${minutes(performance.now() - started)}  ${line}`),
          },
        );
      } finally {
        console.log(`${relative(process.cwd(), writePage(folder, all))} written`);
      }
      signal.throwIfAborted();
    });

/** As in 2:05. */
const minutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
