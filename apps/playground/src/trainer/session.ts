// The trainer as the page knows it: it holds the runs, answers questions between steps, and tells what happens at a pace that a page
// can follow. It knows nothing of workers, so that it runs over any channel, in Node too.
import type { ScorerKind } from '@seq2seq/attention';
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../experiment/experiment.ts';
import { noData, taskData } from '../experiment/task-data.ts';
import { type Endpoint, serveTrainer } from '../protocol/channel.ts';
import {
  type ChosenSources,
  protocolVersion,
  type RunId,
  type RunSummary,
  type ScorerReport,
} from '../protocol/messages.ts';
import { findOutputs } from './find-outputs.ts';
import { inspectText } from './inspect.ts';
import { createRun, type LoadedModel, type Run } from './run.ts';
import { startBackend, type WasmFiles } from './start-backend.ts';
import { traceSearch } from './trace-search.ts';
import { createTurns } from './turns.ts';

/** Milliseconds between two frames at the least, and frames that may be on their way. */
const frameEvery = 100;
const mostUnread = 2;

export type SessionOptions = {
  /** Where tfjs's own wasm backend finds its files; in Node it knows. */
  readonly wasmFiles?: WasmFiles;
  /** Makes a kind of the user's code. Only where that can do no harm: without it, code is refused. */
  readonly loadScorer?: (code: string) => Promise<ScorerKind<never>>;
  /** Tries the user's code, under the same condition. */
  readonly checkScorer?: (code: string, experiment: Experiment) => Promise<ScorerReport>;
};

export const serveSession = (endpoint: Endpoint, { loadScorer, checkScorer, wasmFiles }: SessionOptions = {}): void => {
  const turns = createTurns();
  const runs = new Map<RunId, Run>();
  let playing: readonly RunId[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const runOf = (id: RunId): Run => {
    const run = runs.get(id);
    if (run) return run;
    throw new Error(`trainer: there is no run "${id}"; configure it first.`);
  };
  const letThemPlay = (ids: readonly RunId[]): void => {
    playing = ids;
    turns.allow(new Map(ids.map((id) => [id, runOf(id).limit])));
    for (const id of ids) runOf(id).start();
  };
  const leaveOut = (id: RunId): void => letThemPlay(playing.filter((other) => other !== id && runs.has(other)));

  /** Soon, and again later while the page has not caught up. */
  const tellNews = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (host.unread() >= mostUnread) tellNews();
      else flush();
    }, frameEvery);
  };
  /** Tells what has happened so far. */
  const flush = (): void => {
    const frames = [...runs.values()].flatMap((run) => run.takeFrame() ?? []);
    if (frames.length > 0) host.tell('frame', { runs: frames });
  };

  const addRun = async (
    id: RunId,
    { experiment, chosen, loaded }: { experiment: Experiment; chosen: ChosenSources; loaded?: LoadedModel | undefined },
  ): Promise<Run> => {
    const ownScorer = await ownScorerOf(experiment, loadScorer);
    // Of a model of somebody else's making, nobody knows what it learned from.
    const data = loaded?.model.isOfExperiment === false ? noData : await taskData(experiment);
    const run = createRun({
      ...{ id, experiment, data, chosen, turns },
      ...(loaded && { loaded }),
      ...(ownScorer && { ownScorer }),
      onNews: tellNews,
      onStop: (reason) => {
        leaveOut(id);
        flush();
        host.tell('stopped', { run: id, reason });
      },
      onFailure: (failure) => {
        leaveOut(id);
        flush();
        host.tell('failed', { run: id, ...failure });
      },
    });
    // Only now: a model that cannot be read leaves the run before where it was.
    await removeRun(id);
    runs.set(id, run);
    return run;
  };
  const removeRun = async (id: RunId): Promise<void> => {
    const run = runs.get(id);
    runs.delete(id);
    leaveOut(id);
    await run?.dispose();
  };

  const host = serveTrainer(endpoint, {
    begin: async ({ version, backend }) => {
      if (version !== protocolVersion) {
        throw new Error(`trainer: speaks version ${protocolVersion}, the page ${version}; load the page again.`);
      }
      return startBackend(backend, wasmFiles);
    },
    configure: async ({ run: id, experiment, chosen = [] }): Promise<RunSummary> => {
      const run = await addRun(id, { experiment, chosen });
      await turns.during(() => run.measure());
      // Right after the answer, since it belongs to what the page knows by then, and not later, since somebody waits for a first picture.
      setTimeout(flush);
      return run.summary;
    },
    change: ({ run: id, experiment }) => {
      runOf(id).change(experiment);
      if (playing.includes(id)) letThemPlay(playing);
    },
    play: ({ runs: ids }) => letThemPlay(ids),
    // What they have done is told first: the page is to know at which step that is.
    pause: () => {
      letThemPlay([]);
      return turns.during(async () => flush());
    },
    step: async ({ run: id, count }) => {
      const run = runOf(id);
      const goal = run.step + count;
      playing = [];
      turns.allow(new Map([[id, goal]]));
      run.start();
      await turns.settled();
      await turns.during(() => run.measure());
      flush();
    },
    remove: ({ run: id }) => removeRun(id),
    translate: ({ run: id, text, search }) => {
      const run = runOf(id);
      return turns.during(() => findOutputs(run.textModel, text, search, run.step));
    },
    trace: ({ run: id, text, search }) => {
      const run = runOf(id);
      return turns.during(() => traceSearch(run.textModel, text, search, run.step));
    },
    inspect: ({ run: id, ...request }) => {
      const { textModel, step, ownScorer } = runOf(id);
      return turns.during(() => inspectText(textModel, request, { step, ...(ownScorer && { ownScorer }) }));
    },
    errors: ({ run: id }) => turns.during(() => runOf(id).errors()),
    pin: async ({ run: id, source }) => {
      const run = runOf(id);
      run.pin(source);
      await turns.during(() => run.measure());
      return run.summary.pinned;
    },
    snapshot: ({ run: id }) => turns.during(() => runOf(id).snapshot()),
    restore: async ({ run: id, snapshot }) => {
      const { experiment, model, chosen = [] } = snapshot;
      const run = await addRun(id, { experiment, chosen, loaded: model && { ...snapshot, model } });
      if (!model) run.restore(snapshot);
      await turns.during(() => run.measure());
      return run.summary;
    },
    checkScorer: ({ code, experiment }) => {
      if (!checkScorer)
        throw new Error('trainer: a scorer is code, and this trainer runs none; check it in the sandbox.');
      return turns.during(() => checkScorer(code, experiment));
    },
    memory: () => {
      const { numTensors: tensors, numBytes: bytes } = tf.memory();
      return { tensors, bytes };
    },
  });
};

const ownScorerOf = async (
  { context, scorer, ownScorer }: Experiment,
  loadScorer: SessionOptions['loadScorer'],
): Promise<ScorerKind<never> | undefined> => {
  if (context !== 'attention' || scorer !== 'own') return undefined;
  if (loadScorer) return loadScorer(ownScorer);
  throw new Error('trainer: an own scorer is code, and this trainer runs none; train it in the sandbox.');
};
