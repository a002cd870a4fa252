import { encodeSafetensors } from '@seq2seq/core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../protocol/messages.ts';
import type { Recording } from '../recording/recording.ts';
import {
  smallExperiment,
  type TrainerInNode,
  trainerInNode,
  untilTold,
} from '../trainer/__fixtures__/trainer-in-node.ts';
import { decodeSavedRun, encodeSavedRun } from './saved-run.ts';

let trainer: TrainerInNode;
let snapshot: Snapshot;
let recording: Recording;
beforeAll(async () => {
  trainer = await trainerInNode();
  const experiment = { ...smallExperiment, dropout: 0.2 };
  const summary = await trainer.ask('configure', { run: 'first', experiment });
  await trainer.ask('step', { run: 'first', count: 5 });
  const losses = Float32Array.from(await untilTold(trainer, 'first', 5));
  snapshot = await trainer.ask('snapshot', { run: 'first' });
  recording = { experiment, summary, epoch: 0, seconds: 1, losses, measures: [] };
  return () => trainer.close();
}, 60_000);

describe('a saved run', () => {
  it('has what was saved, whatever the length of its header', () => {
    for (let extra = 0; extra < 9; extra++) {
      const given = { ...recording, experiment: { ...recording.experiment, ownPairs: '·'.repeat(extra) } };
      const file = encodeSavedRun(snapshot, given);
      const read = decodeSavedRun(file, 'a file');
      expect(read.recording).toEqual(given);
      expect(read.snapshot).toMatchObject({ experiment: given.experiment, step: 5 });
    }
  });

  it('goes on as a run that nobody broke off', async () => {
    const read = decodeSavedRun(encodeSavedRun(snapshot, recording), 'a file');
    await trainer.ask('step', { run: 'first', count: 5 });
    await trainer.ask('restore', { run: 'second', snapshot: read.snapshot });
    await trainer.ask('step', { run: 'second', count: 5 });
    const [first, second] = [await untilTold(trainer, 'first', 10), await untilTold(trainer, 'second', 5)];
    expect(second).toEqual(first.slice(5));
  });

  it('shows what it showed, each in its place', async () => {
    const { examples } = await trainer.ask('errors', { run: 'first' });
    const pinned = await trainer.ask('pin', { run: 'first', source: examples[25]!.source });
    const summary = { ...recording.summary, pinned };
    const read = decodeSavedRun(encodeSavedRun(snapshot, { ...recording, summary }), 'a file');
    expect(await trainer.ask('restore', { run: 'shown', snapshot: read.snapshot })).toMatchObject({ pinned });
  });

  it('that is damaged or something else is refused by name', () => {
    const file = encodeSavedRun(snapshot, recording);
    const other = encodeSafetensors({ tensors: new Map(), metadata: { format: 'seq2seq.model' } });
    for (const [bytes, message] of [
      [file.slice(0, 20), /^a file: expected a safetensors file, got 20 bytes, fewer than its header has; the file/],
      [file.slice(0, 3), /^a file: expected a safetensors file, got /],
      [new Uint8Array(100).fill(1), /^a file: expected a safetensors file, got /],
      [Uint8Array.from(other), /^a file: expected a run that the playground saved, got safetensors of seq2seq\.model;/],
    ] as const) {
      expect(() => decodeSavedRun(bytes, 'a file')).toThrow(message);
    }
  });

  it('whose tensors are cut off is refused when it is restored, and the run that was there stays', async () => {
    await trainer.ask('configure', { run: 'third', experiment: smallExperiment });
    const cut = decodeSavedRun(encodeSavedRun(snapshot, recording).slice(0, -8), 'a file');
    await expect(trainer.ask('restore', { run: 'third', snapshot: cut.snapshot })).rejects.toThrow('snapshot: ');
  });
});

describe('a model without its training', () => {
  const greedy = {
    ...({
      strategy: 'greedy',
      width: 1,
      nBest: 1,
      alpha: 0,
      maxLength: 8,
      temperature: 1,
      topK: 0,
      topP: 1,
      seed: 1,
    } as const),
    ...{ prefix: [], banned: [] },
  };
  const search = { ...greedy, text: 'ab', search: greedy };

  it('translates as the run that it was taken from', async () => {
    const { files, experiment, step } = snapshot;
    for (const isOfExperiment of [true, false]) {
      const model = { name: 'a model', isOfExperiment };
      const loaded = { experiment, step, training: new Uint8Array(), files, model };
      await trainer.ask('restore', { run: 'source', snapshot });
      const summary = await trainer.ask('restore', { run: 'loaded', snapshot: loaded });
      expect(summary).toMatchObject({ step: 5, weights: recording.summary.weights });
      expect(summary.pinned.length > 0).toBe(isOfExperiment);
      const { text } = search;
      const [there, here] = await Promise.all(
        ['source', 'loaded'].map((run) => trainer.ask('translate', { run, text, search: greedy })),
      );
      expect(here).toEqual(there);
      expect(await trainer.ask('snapshot', { run: 'loaded' })).toMatchObject({ step: 5, model, files });
    }
  });
});
