import { describe, expect, it } from 'vitest';
import type { Measure, RunFrame } from '../protocol/messages.ts';
import { applyFrame, clearRun, createRunState, rewindRun } from './run-state.ts';

const measureAt = (step: number, exact = 0): Measure => ({ step, exact, tokenAccuracy: 0, loss: 1, examples: [] });
const frame = (step: number, losses: readonly number[], measures: readonly Measure[] = []): RunFrame => ({
  ...{ run: 'main', step, epoch: 0, seconds: step, stepsPerSecond: 1 },
  losses: Float32Array.from(losses),
  measures,
});

describe('what the page knows of a run', () => {
  it('has every loss in order, however they were cut into frames', () => {
    const all = Array.from({ length: 5000 }, (_, index) => index);
    for (const width of [1, 7, 1024, 5000]) {
      const run = createRunState('main');
      for (let from = 0; from < all.length; from += width) {
        const part = all.slice(from, from + width);
        applyFrame(run, frame(from + part.length, part));
      }
      const { values, length } = run.losses.value;
      expect([...values.subarray(0, length)]).toEqual(all);
      expect(run.step.value).toBe(5000);
    }
  });

  it('does not change the losses that somebody holds', () => {
    const run = createRunState('main');
    applyFrame(run, frame(2, [1, 2]));
    const held = run.losses.value;
    applyFrame(run, frame(3, [3]));
    expect(held.length).toBe(2);
    expect(run.losses.value).not.toBe(held);
  });

  it('has one moment for a step: the last that was measured', () => {
    const run = createRunState('main');
    applyFrame(run, frame(1, [1], [measureAt(0), measureAt(1, 0.1)]));
    applyFrame(run, frame(1, [], [measureAt(1, 0.2)]));
    expect(run.measures.value.map(({ step, exact }) => [step, exact])).toEqual([
      [0, 0],
      [1, 0.2],
    ]);
  });

  it('keeps few enough moments, in order, the first and the last always', () => {
    const run = createRunState('main');
    for (let step = 0; step < 5000; step++) {
      applyFrame(run, frame(step, [1], [measureAt(step)]));
      const steps = run.measures.value.map((measure) => measure.step);
      expect(steps.length).toBeLessThanOrEqual(600);
      expect([steps[0], steps.at(-1)]).toEqual([0, step]);
    }
    const steps = run.measures.value.map((measure) => measure.step);
    expect(steps.length, 'many are left').toBeGreaterThan(250);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('is at any step that it went back to as it was there, and goes on from there', () => {
    const [run, other] = [createRunState('main'), createRunState('main')];
    applyFrame(run, frame(6, [1, 2, 3, 4, 5, 6], [measureAt(0), measureAt(3), measureAt(6)]));
    run.stopped.value = 'steps';
    rewindRun(run, 3);
    applyFrame(other, frame(3, [1, 2, 3], [measureAt(0), measureAt(3)]));
    for (const each of [run, other]) applyFrame(each, frame(5, [7, 8], [measureAt(5)]));
    for (const key of ['step', 'measures', 'stopped', 'failure'] as const)
      expect(run[key].value, key).toEqual(other[key].value);
    const { values, length } = run.losses.value;
    expect([...values.subarray(0, length)]).toEqual([1, 2, 3, 7, 8]);
  });

  it('is as new once it is cleared', () => {
    const run = createRunState('main');
    applyFrame(run, frame(3, [1, 2, 3], [measureAt(3)]));
    run.stopped.value = 'steps';
    run.failure.value = { step: 3, message: 'x', isNotFinite: true };
    clearRun(run);
    const fresh = createRunState('main');
    for (const key of ['step', 'epoch', 'seconds', 'stepsPerSecond', 'measures', 'stopped', 'failure'] as const)
      expect(run[key].value, key).toEqual(fresh[key].value);
    expect(run.losses.value.length).toBe(0);
  });
});
