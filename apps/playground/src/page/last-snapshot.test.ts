import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import type { Commands, Measure, RunFrame, RunSummary, Snapshot } from '../protocol/messages.ts';
import { keepSnapshot, type LastSnapshot } from './last-snapshot.ts';
import { applyFrame, clearRun, createRunState, type RunState } from './run-state.ts';

const summary = (weights: number): RunSummary => ({
  ...{ run: 'main', weights, sourceVocabulary: 1, targetVocabulary: 1, trainExamples: 1 },
  ...{ pinned: [], sample: [], step: 0 },
});
const measureAt = (step: number): Measure => ({ step, exact: 0, tokenAccuracy: 0, loss: 1, examples: [] });

/** A run that plays, and a trainer that counts how often it is asked and answers when it is told to. */
const setting = (): {
  readonly main: RunState;
  readonly last: LastSnapshot;
  asked(): number;
  answer(): Promise<void>;
  go(step: number, seconds: number, measures?: readonly Measure[]): void;
} => {
  const main = createRunState('main');
  main.phase.value = 'playing';
  main.summary.value = summary(1);
  let asked = 0;
  let answer = (): void => {};
  const ask = async <Name extends keyof Commands>(): Promise<Commands[Name]['answer']> => {
    asked++;
    const { value: step } = main.step;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    const snapshot: Snapshot = { experiment: presets.reverse.experiment, step, training: new Uint8Array(), files: [] };
    return snapshot;
  };
  const last = keepSnapshot({ main, ask });
  return {
    ...{ main, last },
    asked: () => asked,
    answer: async () => {
      answer();
      await new Promise((resolve) => setTimeout(resolve));
    },
    go: (step, seconds, measures = []) => {
      const losses = new Float32Array(1);
      applyFrame(main, {
        run: 'main',
        step,
        epoch: 0,
        losses,
        measures,
        stepsPerSecond: 1,
        seconds,
      } satisfies RunFrame);
    },
  };
};

describe('the last snapshot', () => {
  it('is of the beginning, and then of every fifteen seconds of training', async () => {
    const { last, asked, answer, go } = setting();
    expect([asked(), last.take()]).toEqual([0, undefined]);
    go(1, 0.1);
    await answer();
    expect([asked(), last.take()?.step]).toEqual([1, 1]);
    go(20, 15);
    expect(asked()).toBe(1);
    go(21, 15.1);
    await answer();
    expect([asked(), last.take()?.step]).toEqual([2, 21]);
  });

  it('is of every hundred measures, where those are faster', async () => {
    const { asked, answer, go } = setting();
    go(1, 0, [measureAt(1)]);
    await answer();
    for (let step = 2; step <= 100; step++) go(step, step / 100, [measureAt(step)]);
    expect(asked()).toBe(1);
    go(101, 1, [measureAt(101)]);
    expect(asked()).toBe(2);
  });

  it('is asked for once at a time, and not while the run rests', async () => {
    const { main, asked, answer, go } = setting();
    go(1, 20);
    go(2, 40);
    expect(asked()).toBe(1);
    await answer();
    main.phase.value = 'paused';
    go(3, 60);
    expect(asked()).toBe(1);
  });

  it('is never of another run', async () => {
    const { main, last, answer, go } = setting();
    go(1, 20);
    clearRun(main);
    main.summary.value = summary(2);
    await answer();
    expect(last.take()).toBeUndefined();
    go(2, 20);
    await answer();
    expect(last.take()?.step).toBe(2);
    clearRun(main);
    expect(last.take()).toBeUndefined();
  });
});
