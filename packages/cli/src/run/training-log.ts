import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepReport } from '@seq2seq/train';
import { type Curve, svgCurve } from '@seq2seq/viz';
import { storageError, writeBeside } from 'seq2seq/node';
import { runFileNames } from './run-files.ts';

/** One line of the log: a step's report, or what a check on held-out data found. */
export type LogEntry =
  | (Pick<StepReport, 'step' | 'epoch' | 'seconds' | 'loss' | 'gradientNorm' | 'learningRate' | 'tokensPerSecond'> & {
      readonly kind: 'step';
    })
  | {
      readonly kind: 'check';
      readonly step: number;
      readonly seconds: number;
      /** nats per target token on held-out data, where the check measures it */
      readonly devLoss?: number;
      readonly [measure: string]: string | number | undefined;
    };

/** The history of a run: one JSON object a line in `log.jsonl`, and a picture of the loss. */
export interface TrainingLog {
  /**
   * Takes up the log of a run that stands at a step. Lines of later steps belong to work that was lost, and are dropped.
   *
   * @throws StorageError
   */
  begin(step: number): Promise<void>;
  add(entry: LogEntry): void;
  /**
   * Writes what was added since. To be called before the state of training is saved: then a step that counts is never missing.
   *
   * @throws StorageError; no part of what was added is written then
   */
  flush(): Promise<void>;
  /** Draws the loss over the time of training as `loss.svg`. */
  draw(): Promise<void>;
}

type Point = readonly [minutes: number, loss: number];

const pointsDrawn = 400;

/** The log of the run in a folder. */
export const trainingLog = (folder: string): TrainingLog => {
  const path = join(folder, runFileNames.log);
  const losses: Point[] = [];
  const devLosses: Point[] = [];
  let unwritten: string[] = [];
  let writtenBytes = 0;

  const remember = (entry: LogEntry): void => {
    if (entry.kind === 'step') losses.push([entry.seconds / 60, entry.loss]);
    else if (entry.devLoss !== undefined) devLosses.push([entry.seconds / 60, entry.devLoss]);
  };
  return {
    begin: async (step) => {
      const entries = step === 0 ? [] : (await readEntries(path)).filter((entry) => entry.step <= step);
      entries.forEach(remember);
      const bytes = new TextEncoder().encode(entries.map(lineOf).join(''));
      await writeBeside(path, bytes);
      writtenBytes = bytes.byteLength;
    },
    add: (entry) => {
      remember(entry);
      unwritten.push(lineOf(entry));
    },
    flush: async () => {
      const bytes = new TextEncoder().encode(unwritten.join(''));
      if (bytes.byteLength === 0) return;
      await append(path, bytes, writtenBytes);
      writtenBytes += bytes.byteLength;
      unwritten = [];
    },
    draw: async () => {
      const series = [
        { name: 'loss', points: averaged(losses) },
        { name: 'held out', points: devLosses },
      ].filter(({ points }) => points.length > 1);
      if (series.length === 0) return;
      const curve: Curve = {
        title: 'Training loss',
        xLabel: 'minutes of training',
        yLabel: 'nats per target token',
        series,
      };
      await writeBeside(join(folder, runFileNames.loss), new TextEncoder().encode(svgCurve(curve)));
    },
  };
};

const lineOf = (entry: LogEntry): string => `${JSON.stringify(entry)}\n`;

const append = async (path: string, bytes: Uint8Array, lengthBefore: number): Promise<void> => {
  try {
    const file = await open(path, 'a');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await truncate(path, lengthBefore).catch(() => {});
    throw storageError('write', path, error);
  }
};

const readEntries = async (path: string): Promise<LogEntry[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line): LogEntry[] => {
    try {
      return [JSON.parse(line) as LogEntry];
    } catch {
      // Cut off when the machine went down, so of a step that was not saved either.
      return [];
    }
  });
};

/** Means over equal stretches: single batches jump too much to be read. */
const averaged = (points: readonly Point[]): Point[] => {
  const size = Math.max(1, Math.ceil(points.length / pointsDrawn));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const part = points.slice(i * size, (i + 1) * size);
    const mean = (axis: 0 | 1): number => part.reduce((sum, point) => sum + point[axis], 0) / part.length;
    return [mean(0), mean(1)];
  });
};
