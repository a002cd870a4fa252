// What the page knows of one run, as values that views look at.
import { batch, type Signal, signal } from '@preact/signals';
import type { Experiment } from '../experiment/experiment.ts';
import type { Measure, RunFrame, RunId, RunSummary, StopReason } from '../protocol/messages.ts';

/** `recording`: what is shown was trained before and not here; `loaded`: a model without the state of its training. */
export type Phase = 'recording' | 'loaded' | 'loading' | 'ready' | 'playing' | 'paused' | 'stopped' | 'failed';

/** The loss of every step so far: a list that grows, and how long it is. */
type Losses = { readonly values: Float32Array; readonly length: number };

/** Whether training can go on from what is shown. */
export const canGoOn = (phase: Phase): boolean => phase !== 'recording' && phase !== 'loaded';

export type RunState = {
  readonly id: RunId;
  /** What the run was made from; undefined while there is none. */
  readonly experiment: Signal<Experiment | undefined>;
  readonly phase: Signal<Phase>;
  readonly summary: Signal<RunSummary | undefined>;
  readonly step: Signal<number>;
  readonly epoch: Signal<number>;
  readonly seconds: Signal<number>;
  readonly stepsPerSecond: Signal<number>;
  readonly losses: Signal<Losses>;
  /** In order of steps: the film of the run. */
  readonly measures: Signal<readonly Measure[]>;
  readonly stopped: Signal<StopReason | undefined>;
  readonly failure: Signal<
    { readonly step: number; readonly message: string; readonly isNotFinite: boolean } | undefined
  >;
};

export const createRunState = (id: RunId): RunState => ({
  id,
  experiment: signal(undefined),
  phase: signal('loading'),
  summary: signal(undefined),
  step: signal(0),
  epoch: signal(0),
  seconds: signal(0),
  stepsPerSecond: signal(0),
  losses: signal({ values: new Float32Array(1024), length: 0 }),
  measures: signal([]),
  stopped: signal(undefined),
  failure: signal(undefined),
});

/** More moments than a scrubber can show apart, and than a tab should keep. */
const mostMeasures = 600;

/** Begins anew. */
export const clearRun = (run: RunState): void =>
  batch(() => {
    run.step.value = 0;
    run.epoch.value = 0;
    run.seconds.value = 0;
    run.stepsPerSecond.value = 0;
    run.losses.value = { values: new Float32Array(1024), length: 0 };
    run.measures.value = [];
    run.stopped.value = undefined;
    run.failure.value = undefined;
  });

/** Goes back to a step: what came after has not happened. */
export const rewindRun = (run: RunState, step: number): void =>
  batch(() => {
    run.step.value = step;
    const { values, length } = run.losses.value;
    run.losses.value = { values, length: Math.min(length, step) };
    run.measures.value = run.measures.value.filter((measure) => measure.step <= step);
    run.stopped.value = undefined;
    run.failure.value = undefined;
  });

/** Takes in what has happened. */
export const applyFrame = (run: RunState, frame: RunFrame): void =>
  batch(() => {
    run.step.value = frame.step;
    run.epoch.value = frame.epoch;
    run.seconds.value = frame.seconds;
    if (frame.stepsPerSecond > 0) run.stepsPerSecond.value = frame.stepsPerSecond;
    if (frame.losses.length > 0) run.losses.value = appended(run.losses.value, frame.losses);
    if (frame.measures.length > 0) run.measures.value = thinned([...run.measures.value, ...frame.measures]);
  });

const appended = ({ values, length }: Losses, more: Float32Array): Losses => {
  const needed = length + more.length;
  let room = values;
  if (needed > values.length) {
    room = new Float32Array(2 * needed);
    room.set(values.subarray(0, length));
  }
  room.set(more, length);
  return { values: room, length: needed };
};

/** Of too many moments every second one goes, but for the first and the last; one step has one moment. */
const thinned = (measures: readonly Measure[]): readonly Measure[] => {
  const bySteps = [...new Map(measures.map((measure) => [measure.step, measure])).values()];
  if (bySteps.length <= mostMeasures) return bySteps;
  return bySteps.filter((_, index) => index % 2 === 0 || index === bySteps.length - 1);
};
