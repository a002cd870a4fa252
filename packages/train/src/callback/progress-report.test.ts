import { createParameterStore, fromZeros } from '@seq2seq/core';
import { expect, test } from 'vitest';
import { noProgress, type TrainingLimits, type TrainingProgress } from '../training-progress.ts';
import type { TrainerView } from './callback.ts';
import { type ProgressLine, progressReport, type ProgressReportOptions } from './progress-report.ts';

/** Steps of 2 seconds and 10 tokens, 4 to an epoch, with these losses. */
const linesOf = async (
  losses: readonly number[],
  limits: TrainingLimits,
  options: Omit<ProgressReportOptions, 'report'>,
): Promise<ProgressLine[]> => {
  const lines: ProgressLine[] = [];
  const callback = progressReport({ ...options, report: (line) => void lines.push(line) });
  let progress: TrainingProgress = noProgress;
  const view: TrainerView = {
    get progress() {
      return progress;
    },
    limits,
    parameters: createParameterStore(fromZeros),
    snapshot: () => Promise.reject(new Error('not asked for here')),
  };
  await callback.onStart?.(view);
  for (const [i, loss] of losses.entries()) {
    const step = i + 1;
    progress = { step, epoch: Math.floor(i / 4), stepInEpoch: (i % 4) + 1, tokensSeen: 10 * step, seconds: 2 * step };
    await callback.onStepEnd?.(
      { ...progress, loss, tokens: 10, gradientNorm: step, learningRate: 0.5, tokensPerSecond: 99 },
      view,
    );
  }
  await callback.onEnd?.(progress, view);
  return lines;
};

test('a line every few seconds and one for the rest at the end', async () => {
  const lines = await linesOf([1, 1, 1, 1, 1], {}, { everySeconds: 4 });
  expect(lines.map(({ step }) => step)).toEqual([2, 4, 5]);
  expect(lines[0]).toEqual({
    step: 2,
    epoch: 0,
    stepInEpoch: 2,
    tokensSeen: 20,
    seconds: 4,
    loss: 1,
    gradientNorm: 2,
    learningRate: 0.5,
    tokensPerSecond: 5,
  });
  expect((await linesOf([1, 1], {}, { everySeconds: 4 })).length).toBe(1);
  expect(await linesOf([], {}, {})).toEqual([]);
});

test('the loss is smoothed: older steps count less, and the first are not pulled to zero', async () => {
  const [first, second, third] = await linesOf([4, 2, 0], {}, { everySeconds: 2, smoothing: 2 });
  expect(first?.loss).toBe(4);
  expect(second?.loss).toBeCloseTo((0.5 * 4 + 2) / 1.5, 10);
  expect(third?.loss).toBeCloseTo((0.25 * 4 + 0.5 * 2 + 0) / 1.75, 10);
});

test.each([
  [{ maxSteps: 12 }, 0.5, 12],
  [{ maxSeconds: 48 }, 0.25, 36],
  [{ maxEpochs: 3 }, 0.5, 12],
  [{ maxSteps: 100, maxSeconds: 48, maxEpochs: 3 }, 0.5, 12],
  [{ maxSteps: 7, maxSeconds: 48 }, 6 / 7, 2],
])(
  'with %o, after 6 steps of 2 seconds, %d is done and %d seconds are left',
  async (limits, fractionDone, secondsLeft) => {
    const lines = await linesOf([1, 1, 1, 1, 1, 1], limits, { everySeconds: 12 });
    expect(lines.length).toBe(1);
    expect(lines[0]?.fractionDone).toBeCloseTo(fractionDone, 10);
    expect(lines[0]?.secondsLeft).toBeCloseTo(secondsLeft, 10);
  },
);

test('in the first epoch nobody knows how long one is', async () => {
  const [line] = await linesOf([1, 1], { maxEpochs: 3 }, { everySeconds: 4 });
  expect(line).not.toHaveProperty('fractionDone');
  expect(line).not.toHaveProperty('secondsLeft');
});
