// The built trainer without its page: many runs in little time, and no pixel.
import type { BackendChoice, Experiment } from '../../src/experiment/experiment.ts';
import { presets } from '../../src/experiment/presets.ts';
import { protocolVersion } from '../../src/protocol/messages.ts';
import type { OpenedPlayground } from './open-playground.ts';

/** Small, with all parts that backends differ in. */
export const tinyExperiment: Experiment = {
  ...presets.reverse.experiment,
  ...{ shortest: 2, longest: 4, examples: 60, cell: 'gru', units: 8, embedding: 6, batchSize: 8 },
  ...{ stopSteps: 1000, stopExact: 2 },
};

export type BareRun = {
  /** Of each step, nats per token. */
  readonly losses: readonly number[];
  /** Tensors that the trainer holds after the run's first steps, and after all of them. */
  readonly tensors: readonly [first: number, last: number];
  readonly backend: string;
};

/** Trains each experiment for so many steps, one after the other, in a worker of its own; what went wrong is in place of the run. */
export const trainBare = (
  { page, url, files }: OpenedPlayground,
  backend: BackendChoice,
  experiments: readonly Experiment[],
  steps: number,
): Promise<readonly (BareRun | { readonly error: string })[]> => {
  const script = [...files.keys()].find((name) => /^assets\/worker-[^/]*\.js$/.test(name));
  if (script === undefined) throw new Error('bare trainer: the build has no worker script; look at its assets.');
  return page.evaluate(
    async ([address, version, name, all, count]) => {
      const worker = new Worker(address, { type: 'module' });
      const open = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
      let losses: number[] = [];
      worker.addEventListener('message', ({ data }) => {
        if (data.kind === 'answer') {
          if (data.error === undefined) open.get(data.id)?.resolve(data.answer as never);
          else open.get(data.id)?.reject(new Error(data.error));
        } else {
          worker.postMessage({ kind: 'received' });
          if (data.name === 'frame') for (const run of data.event.runs) losses.push(...run.losses);
        }
      });
      let id = 0;
      const ask = <Answer>(command: string, request: unknown): Promise<Answer> =>
        new Promise((resolve, reject) => {
          open.set(++id, { resolve, reject });
          worker.postMessage({ kind: 'question', id, name: command, request });
        });
      const begun = await ask<{ name: string }>('begin', { version, backend: name });
      const tensors = async (): Promise<number> => (await ask<{ tensors: number }>('memory', {})).tensors;
      const runs = [];
      for (const experiment of all) {
        try {
          losses = [];
          await ask('configure', { run: 'bare', experiment });
          await ask('step', { run: 'bare', count: 2 });
          const first = await tensors();
          await ask('step', { run: 'bare', count: count - 2 });
          const last = await tensors();
          while (losses.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
          runs.push({ losses, tensors: [first, last] as const, backend: begun.name });
        } catch (error) {
          runs.push({ error: String(error) });
        }
      }
      worker.terminate();
      return runs;
    },
    [url + script, protocolVersion, backend, experiments, steps] as const,
  );
};
