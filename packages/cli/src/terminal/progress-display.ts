import type { ProgressLine } from '@seq2seq/train';
import { clockTime } from './time.ts';

/** Where the progress of training is shown. */
export interface ProgressDisplay {
  show(line: ProgressLine): void;
  /** Something to read between the lines of progress. */
  note(text: string): void;
  end(): void;
}

/** The parts of `process.stdout` that a display takes. */
export type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const barWidth = 24;

/** On a terminal one line that is drawn over and over; in a pipe or a CI plain lines. */
export const progressDisplay = (output: Output): ProgressDisplay =>
  output.isTTY && !process.env['CI'] ? redrawnLine(output) : plainLines(output);

/** Seconds of training between two lines: a terminal's is redrawn often, a log should stay short. */
export const progressInterval = (output: Output): number => (output.isTTY && !process.env['CI'] ? 0.25 : 10);

const plainLines = (output: Output): ProgressDisplay => ({
  show: (line) => {
    const share = line.fractionDone === undefined ? '' : `${percent(line.fractionDone)}  `;
    output.write(`${share}step ${line.step}  epoch ${line.epoch + 1}  ${numbers(line)}\n`);
  },
  note: (text) => output.write(`${text}\n`),
  end: () => {},
});

const redrawnLine = (output: Output): ProgressDisplay => {
  const clear = '\r\x1b[K';
  let current = '';
  return {
    show: (line) => {
      const share = line.fractionDone ?? 0;
      const filled = Math.round(share * barWidth);
      const text = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${percent(share)}  ${numbers(line)}`;
      // A line that wraps could not be drawn over.
      current = text.slice(0, (output.columns ?? 80) - 1);
      output.write(clear + current);
    },
    note: (text) => output.write(`${clear}${text}\n${current}`),
    end: () => {
      if (current) output.write('\n');
      current = '';
    },
  };
};

const percent = (share: number): string => `${Math.floor(share * 100)} %`.padStart(5);

const numbers = ({ loss, tokensPerSecond, secondsLeft }: ProgressLine): string => {
  const left = secondsLeft === undefined ? '' : `  ${clockTime(secondsLeft)} left`;
  return `loss ${loss.toFixed(3)}  ${Math.round(tokensPerSecond).toLocaleString('en-US')} tokens/s${left}`;
};
