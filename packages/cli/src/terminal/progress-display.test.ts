import type { ProgressLine } from '@seq2seq/train';
import { describe, expect, it } from 'vitest';
import { progressDisplay } from './progress-display.ts';

const line: ProgressLine = {
  step: 120,
  epoch: 1,
  stepInEpoch: 20,
  tokensSeen: 9000,
  seconds: 30,
  loss: 1.23456,
  learningRate: 0.003,
  gradientNorm: 2,
  tokensPerSecond: 9876.4,
  fractionDone: 0.25,
  secondsLeft: 90,
};
const { fractionDone: _fraction, secondsLeft: _left, ...lineWithoutLimit } = line;

const recorder = (terminal: { isTTY?: boolean; columns?: number } = {}) => {
  let written = '';
  return { ...terminal, write: (text: string) => (written += text), written: () => written };
};

/** What a terminal of one line of this width shows: "\r" goes back, "ESC [ K" clears the rest, "\n" goes on. */
const screenOf = (written: string): string[] => {
  const lines = [''];
  let column = 0;
  for (const part of written.replaceAll('\u{1B}[K', '⌫')) {
    const current = lines.at(-1) as string;
    if (part === '\n') lines.push('');
    if (part === '\n' || part === '\r') column = 0;
    else if (part === '⌫') lines[lines.length - 1] = [...current].slice(0, column).join('');
    else lines[lines.length - 1] = [...current].toSpliced(column++, 1, part).join('');
  }
  return lines;
};

describe('in a pipe', () => {
  it('progress is plain lines, far apart', () => {
    const output = recorder();
    const display = progressDisplay(output, {});
    display.show(line);
    display.status('nobody sees this');
    display.note('a note');
    display.show(lineWithoutLimit);
    display.end();
    expect(output.written()).toBe(
      ' 25 %  step 120  epoch 2  loss 1.235  9,876 tokens/s  1:30 left\n' +
        'a note\n' +
        'step 120  epoch 2  loss 1.235  9,876 tokens/s\n',
    );
    expect(display.everySeconds).toBe(10);
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])('and so it is on a terminal with %j', (environment) => {
    const output = recorder({ isTTY: true, columns: 80 });
    progressDisplay(output, environment).show(line);
    expect(output.written()).toMatch(/^ 25 % {2}step 120 .*\n$/);
  });
});

describe('on a terminal', () => {
  it('progress is one line that is drawn over, with notes above it', () => {
    const output = recorder({ isTTY: true, columns: 80 });
    const display = progressDisplay(output, {});
    display.show({ ...line, loss: 1234567 });
    display.show(line);
    const bar = '██████░░░░░░░░░░░░░░░░░░  25 %  loss 1.235  9,876 tokens/s  1:30 left';
    expect(screenOf(output.written())).toEqual([bar]);
    display.note('a note');
    expect(screenOf(output.written())).toEqual(['a note', bar]);
    display.status('256 words');
    expect(screenOf(output.written())).toEqual(['a note', '256 words']);
    display.end();
    display.end();
    expect(screenOf(output.written())).toEqual(['a note', '256 words', '']);
    expect(display.everySeconds).toBeLessThan(1);
  });

  it('the bar is empty at the beginning and full at the end', () => {
    const barAt = (fractionDone: number): string => {
      const output = recorder({ isTTY: true, columns: 80 });
      progressDisplay(output, {}).show({ ...line, fractionDone });
      return screenOf(output.written())[0] ?? '';
    };
    expect(barAt(0)).toMatch(/^░{24} {3}0 %/);
    expect(barAt(0.999)).toMatch(/^█{24} {2}99 %/);
    expect(barAt(1)).toMatch(/^█{24} 100 %/);
  });

  it('a line never wraps, and needs no limit', () => {
    const output = recorder({ isTTY: true, columns: 30 });
    const display = progressDisplay(output, {});
    display.show(line);
    expect(screenOf(output.written())[0]).toHaveLength(29);
    display.show(lineWithoutLimit);
    expect(screenOf(output.written())[0]).toBe('step 120  loss 1.235  9,876 t');
  });
});
