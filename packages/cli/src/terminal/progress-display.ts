import type { ProgressLine } from '@seq2seq/train';
import { clockTime } from './time.ts';

/** Where the progress of training is shown. */
export interface ProgressDisplay {
  /** Seconds of training between two lines: a terminal's is redrawn often, a log should stay short. */
  readonly everySeconds: number;
  show(line: ProgressLine): void;
  /** A moment's state, gone with the next one; only where a line can be redrawn. */
  status(text: string): void;
  /** Something to read between the lines of progress. */
  note(text: string): void;
  /** Leaves what was shown last standing. */
  end(): void;
}

/** The parts of `process.stdout` that a display takes. */
export type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const barWidth = 24;

/** On a terminal one line that is drawn over and over; in a pipe or a CI plain lines. */
export const progressDisplay = (output: Output, environment: NodeJS.ProcessEnv = process.env): ProgressDisplay =>
  output.isTTY && !environment['CI'] && environment['TERM'] !== 'dumb' ? redrawnLine(output) : plainLines(output);

const plainLines = (output: Output): ProgressDisplay => ({
  everySeconds: 10,
  show: (line) => {
    const share = line.fractionDone === undefined ? '' : `${percent(line.fractionDone)}  `;
    output.write(`${share}step ${line.step}  epoch ${line.epoch + 1}  ${numbers(line)}\n`);
  },
  status: () => {},
  note: (text) => output.write(`${text}\n`),
  end: () => {},
});

const redrawnLine = (output: Output): ProgressDisplay => {
  const clear = '\r\x1b[K';
  let current = '';
  const draw = (text: string): void => {
    // A line that wraps could not be drawn over.
    current = text.slice(0, (output.columns ?? 80) - 1);
    output.write(clear + current);
  };
  return {
    everySeconds: 0.25,
    show: (line) => {
      const { fractionDone } = line;
      const filled = Math.round((fractionDone ?? 0) * barWidth);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${percent(fractionDone ?? 0)}`;
      draw(`${fractionDone === undefined ? `step ${line.step}` : bar}  ${numbers(line)}`);
    },
    status: draw,
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
