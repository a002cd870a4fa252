// Does what is missing, one cell after the other, and keeps each as soon as it is finished.
import { createRandom } from '@seq2seq/core';
import type { TaskData, TaskExample } from '@seq2seq/tasks';
import { shuffle } from '@seq2seq/text';
import { describeMachine } from '../compare/machine.ts';
import { type BeamCell, cellOf, plansOf, type Stage } from './beam-cell.ts';
import { appendCell, readCells } from './cells-file.ts';
import type { TrainedModel } from './g2p-model.ts';
import { measureCell } from './measure-cell.ts';

export type MeasureCellsOptions = {
  /** The file of cells. */
  readonly cellsFile: string;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** Seconds between two lines of progress within a cell. */
const secondsBetweenLines = 10;

/** The held-out words in the order in which they are taken: the one of npm start. */
export const sampleOf = ({ test }: TaskData): TaskExample[] => shuffle(test, createRandom(1).fork('held-out words'));

/** @throws the reason of the signal if it is aborted; what is finished is in the file */
export const measureCells = async (
  stage: Stage,
  { textModel, weights }: TrainedModel,
  examples: readonly TaskExample[],
  { cellsFile, signal, onProgress }: MeasureCellsOptions,
): Promise<void> => {
  const { revision, processor, node } = await describeMachine();
  const plans = plansOf(stage, weights);
  for (const [number, plan] of plans.entries()) {
    const name = `${stage.name}  ${number + 1}/${plans.length}  width ${plan.width}  alpha ${plan.alpha}  ${plan.words} words`;
    if (cellOf(readCells(cellsFile), plan)) {
      onProgress(`${name}  is there`);
      continue;
    }
    let last = performance.now();
    const findings = await measureCell(textModel, examples, plan, {
      signal,
      onWordEnd: (words) => {
        if (performance.now() - last < 1000 * secondsBetweenLines) return;
        last = performance.now();
        onProgress(`${name}  ${words} done`);
      },
    });
    const cell: BeamCell = { ...plan, ...findings, date: new Date().toISOString(), revision, processor, node };
    appendCell(cellsFile, cell);
    onProgress(`${name}  done, ${findings.milliseconds.mean.toFixed(1)} ms a word`);
  }
};
