import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../experiment/experiment.ts';
import { connectTrainer } from '../protocol/channel.ts';
import type { Events, RunId, SearchChoices } from '../protocol/messages.ts';
import { serveSession } from './session.ts';
import {
  smallExperiment,
  type TrainerInNode,
  trainerInNode,
  untilTold,
  weightsOf,
} from './__fixtures__/trainer-in-node.ts';

let trainer: TrainerInNode;
beforeAll(async () => {
  trainer = await trainerInNode();
  return () => trainer.close();
});
let used: RunId[] = [];
afterEach(async () => {
  for (const run of used) await trainer.ask('remove', { run });
  used = [];
});

const greedy: SearchChoices = {
  ...{ strategy: 'greedy', width: 1, nBest: 1, alpha: 0, maxLength: 8, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
};
/** A run of a name that no other test has: what was told of it is its own. */
const configure = async (run: RunId, changes: Partial<Experiment> = {}): Promise<RunId> => {
  used.push(run);
  await trainer.ask('configure', { run, experiment: { ...smallExperiment, ...changes } });
  return run;
};
const step = (run: RunId, count: number): Promise<void> => trainer.ask('step', { run, count });
/** How far a run is, without a step between question and answer. */
const stepOf = async (run: RunId): Promise<number> =>
  (await trainer.ask('translate', { run, text: 'a', search: greedy })).step;
const told = (run: RunId, count: number): Promise<readonly number[]> => untilTold(trainer, run, count);

/** The losses of ten steps at once: what every other way of taking them must have, too. */
let tenLosses: readonly number[];
beforeAll(async () => {
  await step(await configure('ten'), 10);
  tenLosses = await told('ten', 10);
});

describe('a session', () => {
  it('says what a run is before it begins, and measures it', async () => {
    used.push('new');
    const summary = await trainer.ask('configure', { run: 'new', experiment: smallExperiment });
    expect(summary).toMatchObject({ run: 'new', trainExamples: 60, step: 0 });
    for (const { source, target } of summary.pinned) expect(target).toEqual(source.toReversed());
    await step('new', 1);
    await told('new', 1);
    expect(trainer.measuresOf('new')[0]).toMatchObject({ step: 0 });
  });

  it('takes exactly as many steps as it is asked for', async () => {
    const run = await configure('exact');
    for (const [count, sum] of [
      [1, 1],
      [3, 4],
      [6, 10],
    ] as const) {
      await step(run, count);
      expect(await stepOf(run)).toBe(sum);
    }
    expect(await told(run, 10)).toEqual(tenLosses);
  });

  it('learns the same in one step at a time as in one go: a measure changes nothing', async () => {
    const run = await configure('measured');
    for (let count = 0; count < 10; count++) await step(run, 1);
    expect(await told(run, 10)).toEqual(tenLosses);
    const measured = new Set(trainer.measuresOf(run).map((measure) => measure.step));
    for (let count = 0; count < 10; count++) expect(measured).toContain(count);
  });

  it('stops a run that plays at its last step, and says so after all its losses', async () => {
    const run = await configure('played');
    const stopped = trainer.next('stopped');
    await trainer.ask('play', { runs: [run] });
    expect(await stopped).toEqual({ run, reason: 'steps' });
    expect(trainer.lossesOf(run)).toEqual(tenLosses);
    expect(trainer.measuresOf(run).at(-1)?.step).toBe(10);
  });

  it('goes on after its end, without one', async () => {
    const run = await configure('further', { stopSteps: 2 });
    const stopped = trainer.next('stopped');
    await trainer.ask('play', { runs: [run] });
    await stopped;
    await trainer.ask('play', { runs: [run] });
    expect((await told(run, 10)).slice(0, 10)).toEqual(tenLosses);
    await trainer.ask('pause', {});
  });

  it('takes no step while it is paused, and goes on as if it had not been', async () => {
    const run = await configure('paused', { stopSteps: 1000 });
    await trainer.ask('play', { runs: [run] });
    await told(run, 1);
    await trainer.ask('pause', {});
    const at = await stepOf(run);
    for (let times = 0; times < 5; times++) expect(await stepOf(run)).toBe(at);
    expect(await told(run, at)).toHaveLength(at);
    await step(run, Math.max(1, 10 - at));
    expect((await told(run, 10)).slice(0, 10)).toEqual(tenLosses);
  });

  it('answers while it trains, and no loss changes', async () => {
    const run = await configure('asked', { stopSteps: 10 });
    const stopped = trainer.next('stopped');
    await trainer.ask('play', { runs: [run] });
    for (let times = 0; times < 5; times++) {
      const { outputs, sourceTokens } = await trainer.ask('translate', { run, text: 'abc', search: greedy });
      expect(sourceTokens).toEqual(['a', 'b', 'c']);
      expect(outputs).toHaveLength(1);
    }
    await stopped;
    expect(trainer.lossesOf(run)).toEqual(tenLosses);
  });

  it('trains runs in turns, each as if it were alone', async () => {
    const [first, second] = [await configure('first'), await configure('second', { scorer: 'dot' })];
    const alone = await configure('alone', { scorer: 'dot' });
    await step(alone, 10);
    const ends = [trainer.next('stopped')];
    await trainer.ask('play', { runs: [first, second] });
    await ends[0];
    await told(first, 10);
    await told(second, 10);
    expect(trainer.lossesOf(first)).toEqual(tenLosses);
    expect(trainer.lossesOf(second)).toEqual(await told(alone, 10));
    expect(trainer.lossesOf(second)).not.toEqual(tenLosses);
  });

  it('goes on from a snapshot as from no break: five steps, save, load, five steps are ten', async () => {
    const run = await configure('saved');
    await step(run, 5);
    const snapshot = await trainer.ask('snapshot', { run });
    expect(snapshot.step).toBe(5);
    await trainer.ask('remove', { run });
    used.push('loaded');
    expect(await trainer.ask('restore', { run: 'loaded', snapshot })).toMatchObject({ run: 'loaded', step: 5 });
    await step('loaded', 5);
    expect(await told('loaded', 5)).toEqual(tenLosses.slice(5));
  });

  it('ends a run whose numbers are none any more, with the weights it had before', async () => {
    const run = await configure('wild', { optimizer: 'sgd', stopSteps: 100 });
    await step(run, 3);
    await trainer.ask('change', { run, experiment: { ...smallExperiment, optimizer: 'sgd', learningRate: 1e38 } });
    const failed = trainer.next('failed');
    await step(run, 1);
    const before = weightsOf(await trainer.ask('snapshot', { run }));
    await step(run, 1);
    expect(await failed).toMatchObject({ run, step: 4, isNotFinite: true, message: expect.stringContaining('step 5') });
    const after = await trainer.ask('snapshot', { run });
    expect(weightsOf(after)).toEqual(before);
    expect(after.step).toBe(4);
  });

  it('takes another learning rate while a run goes on', async () => {
    const run = await configure('changed');
    await step(run, 5);
    await trainer.ask('change', { run, experiment: { ...smallExperiment, learningRate: 0.5 } });
    await step(run, 5);
    const losses = await told(run, 10);
    expect(losses.slice(0, 6)).toEqual(tenLosses.slice(0, 6));
    expect(losses.slice(6)).not.toEqual(tenLosses.slice(6));
  });

  it('gives back every tensor of a run that is removed, playing or not', async () => {
    const { tensors } = await trainer.ask('memory', {});
    const runs = [await configure('gone'), await configure('gone too', { stopSteps: 1000 })];
    await step('gone', 2);
    await trainer.ask('play', { runs });
    await told('gone too', 2);
    for (const run of runs) await trainer.ask('remove', { run });
    expect((await trainer.ask('memory', {})).tensors).toBe(tensors);
  });

  it('holds no more tensors after many steps than after a few', async () => {
    const run = await configure('flat', { stopSteps: 1000 });
    await step(run, 2);
    const { tensors } = await trainer.ask('memory', {});
    await step(run, 30);
    expect((await trainer.ask('memory', {})).tensors).toBe(tensors);
  });

  it('puts a run in the place of one of the same name', async () => {
    const run = await configure('again');
    await step(run, 3);
    await told(run, 3);
    const { tensors } = await trainer.ask('memory', {});
    await configure(run);
    await step(run, 3);
    expect((await trainer.ask('memory', {})).tensors).toBe(tensors);
    expect(await told(run, 6)).toEqual([...tenLosses.slice(0, 3), ...tenLosses.slice(0, 3)]);
  });

  it('tells what was done before it says that a pause or a step is over', async () => {
    const frames: Events['frame'][] = [];
    const { port1, port2 } = new MessageChannel();
    serveSession(port2);
    const page = connectTrainer(port1, { frame: (frame) => frames.push(frame), stopped: () => {}, failed: () => {} });
    for (const port of [port1, port2]) port.start();
    const stepsTold = (): number => frames.flatMap(({ runs }) => runs.flatMap(({ losses }) => [...losses])).length;
    await page.ask('configure', { run: 'told', experiment: { ...smallExperiment, stopSteps: 1e6 } });
    await page.ask('step', { run: 'told', count: 3 });
    expect(stepsTold()).toBe(3);
    await page.ask('play', { runs: ['told'] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await page.ask('pause', {});
    const paused = stepsTold();
    await page.ask('step', { run: 'told', count: 1 });
    expect(stepsTold()).toBe(paused + 1);
    await page.ask('remove', { run: 'told' });
    port1.close();
  });

  it('sends a page that does not read no more than two frames, and the rest once it reads', async () => {
    const { port1, port2 } = new MessageChannel();
    serveSession(port2);
    const frames: Events['frame'][] = [];
    const asked = new Map<number, () => void>();
    port1.addEventListener('message', ({ data }) => {
      if (data.kind === 'event') frames.push(data.event as Events['frame']);
      else asked.get(data.id as number)?.();
    });
    for (const port of [port1, port2]) port.start();
    const ask = (id: number, name: string, request: unknown): Promise<void> =>
      new Promise((resolve) => {
        asked.set(id, resolve);
        port1.postMessage({ kind: 'question', id, name, request });
      });
    const frameTime = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
    await ask(1, 'configure', { run: 'deaf', experiment: { ...smallExperiment, stopSteps: 1e6 } });
    await ask(2, 'play', { runs: ['deaf'] });
    for (let count = 0; count < 5; count++) await frameTime();
    expect(frames).toHaveLength(2);
    for (const _ of frames) port1.postMessage({ kind: 'received' });
    while (frames.length < 3) await frameTime();
    const losses = frames.flatMap(({ runs }) => runs.flatMap((frame) => [...frame.losses]));
    expect(losses.slice(0, 10)).toEqual(tenLosses);
    await ask(9, 'remove', { run: 'deaf' });
    port1.close();
  });
});

describe('a session refuses', () => {
  it('a page of another version, and says what to do', async () => {
    await expect(trainer.ask('begin', { version: 0, backend: 'cpu' })).rejects.toThrow(
      /speaks version \d+, the page 0; load the page again/,
    );
  });

  it('a run that is not there', async () => {
    await expect(trainer.ask('step', { run: 'nobody', count: 1 })).rejects.toThrow(
      'trainer: there is no run "nobody"; configure it first.',
    );
  });

  it('code, where it would be free', async () => {
    await expect(configure('code', { scorer: 'own', ownScorer: 'export default 1' })).rejects.toThrow(
      'train it in the sandbox',
    );
  });

  it('an experiment without data, and keeps the run that was there', async () => {
    const run = await configure('kept');
    await step(run, 2);
    await expect(configure(run, { task: 'own', ownPairs: 'a\tb' })).rejects.toThrow('Own pairs: expected at least 3');
    await step(run, 1);
    expect(await stepOf(run)).toBe(3);
  });
});
