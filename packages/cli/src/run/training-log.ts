import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepReport } from '@seq2seq/train';
import { svgCurve } from '@seq2seq/viz';
import { writeBeside } from 'seq2seq/node';

/** One line of the log: a step's report, or what a check on held-out data found. */
export type LogEntry =
  | (Pick<StepReport, 'step' | 'epoch' | 'seconds' | 'loss' | 'gradientNorm' | 'learningRate' | 'tokensPerSecond'> & {
      readonly kind: 'step';
    })
  | {
      readonly kind: 'check';
      readonly step: number;
      readonly seconds: number;
      readonly [measure: string]: string | number;
    };

/** The history of a run: one JSON object a line in `log.jsonl`, and a picture of the loss. */
export interface TrainingLog {
  add(entry: LogEntry): void;
  /** Writes what was added since. */
  flush(): Promise<void>;
  /** Draws the loss over the time of training as `loss.svg`. */
  draw(): Promise<void>;
}

const logName = 'log.jsonl';
const pointsDrawn = 400;

/** Opens the log of a run that stands at a step; lines of later steps belong to work that was lost, and are dropped. */
export const openTrainingLog = async (folder: string, step: number): Promise<TrainingLog> => {
  const path = join(folder, logName);
  const entries = step === 0 ? [] : (await readEntries(path)).filter((entry) => entry.step <= step);
  await writeBeside(path, new TextEncoder().encode(entries.map(lineOf).join('')));
  let unwritten: LogEntry[] = [];
  return {
    add: (entry) => {
      entries.push(entry);
      unwritten.push(entry);
    },
    flush: async () => {
      const lines = unwritten.map(lineOf).join('');
      unwritten = [];
      if (lines) await appendFile(path, lines);
    },
    draw: async () => {
      const points = entries.flatMap((entry): [number, number][] =>
        entry.kind === 'step' ? [[entry.seconds / 60, entry.loss]] : [],
      );
      if (points.length < 2) return;
      const svg = svgCurve({
        title: 'Training loss',
        xLabel: 'minutes of training',
        yLabel: 'nats per target token',
        series: [{ name: 'loss', points: averaged(points) }],
      });
      await writeBeside(join(folder, 'loss.svg'), new TextEncoder().encode(svg));
    },
  };
};

const lineOf = (entry: LogEntry): string => `${JSON.stringify(entry)}\n`;

const readEntries = async (path: string): Promise<LogEntry[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  // The last line may have been cut off when the machine went down; the weights are what counts.
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as LogEntry];
    } catch {
      return [];
    }
  });
};

/** Means over equal stretches: single batches jump too much to be read. */
const averaged = (points: readonly [number, number][]): [number, number][] => {
  const size = Math.max(1, Math.ceil(points.length / pointsDrawn));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const part = points.slice(i * size, (i + 1) * size);
    const mean = (axis: 0 | 1): number => part.reduce((sum, point) => sum + point[axis], 0) / part.length;
    return [mean(0), mean(1)];
  });
};
