// bench compare: everything against everyone, into docs/results/performance.md.
import { availableParallelism } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import { measurePerformance } from '../compare/performance.ts';
import { performancePage } from '../compare/performance-page.ts';
import { count } from './options.ts';
import { writeReport } from './write-report.ts';

export const compareCommand = (signal: AbortSignal): Command =>
  new Command('compare')
    .description(
      'Training and decoding against PyTorch and stock tfjs, threads, kernels, growth: docs/results/performance.md.',
    )
    .option('--quick', 'fewer rounds and steps: shows that it works, gives no figures to quote', false)
    .option('--rounds <count>', 'turns of each side; 5, or 2 if quick', count)
    .action(async ({ quick, rounds = quick ? 2 : 5 }) => {
      const words = ['npm run bench -- compare', ...(quick ? ['--quick'] : []), `--rounds ${rounds}`];
      const started = performance.now();
      const measured = await measurePerformance(
        { command: words.join(' '), cores: availableParallelism(), isQuick: quick, rounds },
        { signal, onProgress: (line) => console.error(`${clock(performance.now() - started)}  ${line}`) },
      );
      const page = writeReport('performance', performancePage(measured), measured);
      console.log(`${page} written in ${clock(performance.now() - started)}`);
      const failed = [measured.training, measured.decoding, measured.threads, measured.stock]
        .flat()
        .filter(({ hasFailed }) => hasFailed);
      if (failed.length > 0) throw new Error(`${failed.length} comparisons failed; the page says which.`);
    });

/** As in 2:05. */
const clock = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
