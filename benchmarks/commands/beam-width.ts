// bench beam-width: what wider beams find on a trained model, into docs/results/beam-width.md.
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { g2pTask } from '@seq2seq/tasks/g2p';
import { useBackend } from 'seq2seq';
import { stages } from '../beam-width/beam-cell.ts';
import { trainedG2p } from '../beam-width/g2p-model.ts';
import { measureCells, sampleOf } from '../beam-width/measure-cells.ts';
import { cellsFileIn, writePage } from '../beam-width/write-page.ts';

const root = join(import.meta.dirname, '..', '..');
const names = stages.map(({ name }) => name);

export const beamWidthCommand = (signal: AbortSignal): Command =>
  new Command('beam-width')
    .description(
      'Trains the model of npm start and searches it with beams of 1 to 3,000: docs/results/beam-width.md. Ctrl-C keeps what is done.',
    )
    .addOption(new Option('--stage <names...>', 'these alone; all by default').choices(names).default(names, 'all'))
    .action(async ({ stage: wanted }) => {
      const started = performance.now();
      const onProgress = (line: string): void => console.error(`${minutes(performance.now() - started)}  ${line}`);
      const folder = join(root, 'docs', 'results');
      const cellsFile = cellsFileIn(folder);
      mkdirSync(folder, { recursive: true });
      // Small matrices: more threads would wait for each other.
      await useBackend('simd', { threads: 1 });
      const data = await g2pTask();
      try {
        for (const stage of stages.filter(({ name }) => wanted.includes(name))) {
          const kept = join(root, 'runs', 'beam-width', `${stage.steps}-steps`);
          const trained = await trainedG2p(data, { folder: kept, steps: stage.steps, signal, onProgress });
          try {
            await measureCells(stage, trained, sampleOf(data), { cellsFile, signal, onProgress });
          } finally {
            trained.textModel.dispose();
          }
        }
      } finally {
        console.log(`${relative(process.cwd(), writePage(folder))} written`);
      }
    });

/** As in 2:05. */
const minutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
