// A trainer without a worker: the same session at the other end of a line within this process.
import { presets } from '../../experiment/presets.ts';
import type { BackendChoice, Experiment } from '../../experiment/experiment.ts';
import { connectTrainer, type TrainerClient } from '../../protocol/channel.ts';
import { type Events, type Measure, protocolVersion, type RunId, type Snapshot } from '../../protocol/messages.ts';
import { serveSession, type SessionOptions } from '../session.ts';

/** Learns something, and takes a few milliseconds a step. */
export const smallExperiment: Experiment = {
  ...presets.reverse.experiment,
  ...{ shortest: 2, longest: 3, examples: 60, cell: 'gru', units: 8, embedding: 6, batchSize: 8 },
  ...{ stopSteps: 10, stopExact: 2 },
};

export type TrainerInNode = TrainerClient & {
  /** Of each step that was told of, in order. */
  lossesOf(run: RunId): readonly number[];
  measuresOf(run: RunId): readonly Measure[];
  /** The number of frames so far, over all runs. */
  frames(): number;
  /** The next event of a kind. */
  next<Name extends 'stopped' | 'failed'>(name: Name): Promise<Events[Name]>;
  close(): void;
};

export const trainerInNode = async (
  backend: BackendChoice = 'simd-strict',
  options: SessionOptions = {},
): Promise<TrainerInNode> => {
  const { port1, port2 } = new MessageChannel();
  const losses = new Map<RunId, number[]>();
  const measures = new Map<RunId, Measure[]>();
  const waiting: { readonly name: string; readonly hear: (event: never) => void }[] = [];
  let frames = 0;
  const hear = (name: string, event: unknown): void => {
    for (const listener of waiting.filter((each) => each.name === name)) {
      waiting.splice(waiting.indexOf(listener), 1);
      listener.hear(event as never);
    }
  };
  serveSession(port2, options);
  const client = connectTrainer(port1, {
    frame: ({ runs }) => {
      frames++;
      for (const frame of runs) {
        losses.set(frame.run, [...(losses.get(frame.run) ?? []), ...frame.losses]);
        measures.set(frame.run, [...(measures.get(frame.run) ?? []), ...frame.measures]);
      }
    },
    stopped: (event) => hear('stopped', event),
    failed: (event) => hear('failed', event),
  });
  for (const port of [port1, port2]) port.start();
  await client.ask('begin', { version: protocolVersion, backend });
  return {
    ...client,
    lossesOf: (run) => losses.get(run) ?? [],
    measuresOf: (run) => measures.get(run) ?? [],
    frames: () => frames,
    next: (name) => new Promise((resolve) => waiting.push({ name, hear: resolve })),
    close: () => port1.close(),
  };
};

/** Waits until the page has been told of so many losses: frames come a little after their steps. */
export const untilTold = async (trainer: TrainerInNode, run: RunId, count: number): Promise<readonly number[]> => {
  while (trainer.lossesOf(run).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return trainer.lossesOf(run);
};

/** Waits for the measure of a step, the last one if there are several. */
export const untilMeasured = async (trainer: TrainerInNode, run: RunId, step: number): Promise<Measure> => {
  for (;;) {
    const measure = trainer.measuresOf(run).findLast((each) => each.step === step);
    if (measure) return measure;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** All weights of a run, as bytes of its files. */
export const weightsOf = (snapshot: Snapshot): readonly (readonly [string, string])[] =>
  snapshot.files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
