import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunId, SearchChoices } from '../protocol/messages.ts';
import { smallExperiment, type TrainerInNode, trainerInNode, untilMeasured } from './__fixtures__/trainer-in-node.ts';

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

/** Enough to be right sometimes. */
const trainedSteps = 25;
const trained = async (run: RunId): Promise<RunId> => {
  used.push(run);
  const experiment = { ...smallExperiment, examples: 200, batchSize: 16, learningRate: 0.05, stopSteps: 100 };
  await trainer.ask('configure', { run, experiment });
  await trainer.ask('step', { run, count: trainedSteps });
  await untilMeasured(trainer, run, trainedSteps);
  return run;
};
const greedy: SearchChoices = {
  ...{ strategy: 'greedy', width: 1, nBest: 1, alpha: 0, maxLength: 40, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
};

/** The definition of the edit distance, without a table. */
const edits = (a: readonly string[], b: readonly string[]): number => {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  if (a[0] === b[0]) return edits(a.slice(1), b.slice(1));
  return 1 + Math.min(edits(a.slice(1), b), edits(a, b.slice(1)), edits(a.slice(1), b.slice(1)));
};

describe('the errors of a run', () => {
  it('agree with its measure, and example by example with its own searches', async () => {
    const run = await trained('judged');
    const { step, examples, lengths } = await trainer.ask('errors', { run });
    const measure = trainer.measuresOf(run).at(-1)!;
    expect(step).toBe(trainedSteps);
    expect(examples.filter(({ isRight }) => isRight).length / examples.length).toBeCloseTo(measure.exact, 10);
    // The mean over tokens, the end of sentence included, is the loss of the measure.
    const tokens = examples.map(({ target }) => target.length + 1);
    const nats = examples.reduce((total, { loss }, index) => total + loss * tokens[index]!, 0);
    expect(nats / tokens.reduce((a, b) => a + b)).toBeCloseTo(measure.loss, 4);
    for (const { sourceText, output, target, isRight, edits: count } of examples.slice(0, 6)) {
      const { outputs } = await trainer.ask('translate', { run, text: sourceText, search: greedy });
      expect(output).toEqual(outputs[0]!.tokens);
      expect(isRight).toBe(output.join(' ') === target.join(' '));
      expect(count).toBe(edits(output, target));
    }
    for (const { from, to, right, total } of lengths) {
      const group = examples.filter(({ source }) => source.length >= from && source.length <= to);
      expect([right, total]).toEqual([group.filter(({ isRight }) => isRight).length, group.length]);
    }
    expect(lengths.reduce((sum, { total }) => sum + total, 0)).toBe(examples.length);
    expect(lengths.length).toBeLessThanOrEqual(8);
  });

  it('can be pinned: from then on each measure shows them, and is otherwise the same', async () => {
    const run = await trained('pinned');
    const before = trainer.measuresOf(run).at(-1)!;
    const { examples } = await trainer.ask('errors', { run });
    const wanted = examples[20]!;
    const pinned = await trainer.ask('pin', { run, source: wanted.source });
    expect(pinned).toHaveLength(7);
    expect(pinned[6]).toMatchObject({ source: wanted.source, target: wanted.target });
    await trainer.ask('step', { run, count: 1 });
    await untilMeasured(trainer, run, trainedSteps + 1);
    const again = trainer
      .measuresOf(run)
      .find((measure) => measure.step === trainedSteps && measure.examples.length === 7)!;
    expect(again.exact).toBe(before.exact);
    expect(again.examples.slice(0, 6)).toEqual(before.examples);
    expect(again.examples[6]).toMatchObject({ output: wanted.output, isRight: wanted.isRight });
    expect(await trainer.ask('pin', { run, source: wanted.source })).toHaveLength(7);
    await expect(trainer.ask('pin', { run, source: ['?'] })).rejects.toThrow(/expected the source .*got “\?”/);
  });

  it('that were chosen are shown wherever the run goes, in the same order', async () => {
    const run = await trained('chosen');
    const { examples } = await trainer.ask('errors', { run });
    const wanted = [examples[30]!.source, examples[20]!.source];
    for (const source of wanted) await trainer.ask('pin', { run, source });
    const snapshot = await trainer.ask('snapshot', { run });
    used.push('elsewhere', 'anew', 'other');
    const there = await trainer.ask('restore', { run: 'elsewhere', snapshot });
    expect(there.pinned.slice(6).map(({ source }) => source)).toEqual(wanted);
    expect(there.pinned.map(({ isChosen }) => isChosen)).toEqual([...Array(6).fill(undefined), true, true]);
    expect((await untilMeasured(trainer, 'elsewhere', trainedSteps)).examples).toHaveLength(8);
    const { experiment, chosen } = snapshot;
    expect(await trainer.ask('configure', { run: 'anew', experiment, ...(chosen && { chosen }) })).toMatchObject({
      pinned: there.pinned,
    });
    // An experiment of other examples shows what it has of them: nothing, with longer words.
    const other = await trainer.ask('configure', {
      ...{ run: 'other', chosen: wanted },
      experiment: { ...experiment, shortest: 6, longest: 6 },
    });
    expect(other.pinned.filter(({ isChosen }) => isChosen)).toEqual([]);
  });

  it('that were chosen are shown by a model that came without its training, too', async () => {
    const run = await trained('source');
    const { examples } = await trainer.ask('errors', { run });
    const { experiment, step, files } = await trainer.ask('snapshot', { run });
    const { source } = examples[20]!;
    const model = { name: 'a model', isOfExperiment: true };
    const loaded = { experiment, step, files, training: new Uint8Array(), model };
    used.push('model', 'model elsewhere');
    await trainer.ask('restore', { run: 'model', snapshot: loaded });
    await trainer.ask('pin', { run: 'model', source });
    const snapshot = await trainer.ask('snapshot', { run: 'model' });
    const { pinned } = await trainer.ask('restore', { run: 'model elsewhere', snapshot });
    expect(pinned.at(-1)).toMatchObject({ source, isChosen: true });
  });
});
