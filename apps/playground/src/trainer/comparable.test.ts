// What makes runs comparable: they begin alike, and learn from the same examples in the same order.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '../experiment/experiment.ts';
import type { RunId, RunSummary } from '../protocol/messages.ts';
import {
  smallExperiment,
  type TrainerInNode,
  trainerInNode,
  untilMeasured,
  untilTold,
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
const configure = (run: RunId, changes: Partial<Experiment>): Promise<RunSummary> => {
  used.push(run);
  return trainer.ask('configure', { run, experiment: { ...smallExperiment, ...changes } });
};
/** The fingerprint of all batches at each measured step. */
const batchesOf = (run: RunId): readonly (readonly [number, number | undefined])[] =>
  trainer.measuresOf(run).map(({ step, batches }) => [step, batches]);

const scorers = ['mlp', 'dot', 'general'] as const;

describe('runs that differ in their scorer', () => {
  it('learn from the same batches, in turns and side by side', async () => {
    for (const scorer of scorers) await configure(`order ${scorer}`, { scorer, stopSteps: 10 });
    await trainer.ask('play', { runs: scorers.map((scorer) => `order ${scorer}`) });
    for (const scorer of scorers) await untilMeasured(trainer, `order ${scorer}`, 10);
    const [first, ...others] = scorers.map((scorer) => batchesOf(`order ${scorer}`));
    expect(first!.map(([step]) => step)).toEqual([0, 1, 5, 10]);
    expect(new Set(first!.map(([, batches]) => batches)).size).toBe(4);
    for (const other of others) expect(other).toEqual(first);
  });

  it('do not with another seed, nor with batches of another size', async () => {
    const changes: readonly Partial<Experiment>[] = [{}, { seed: 2 }, { batchSize: 7 }];
    const seen = [];
    for (const [index, change] of changes.entries()) {
      await configure(`seed ${index}`, change);
      await trainer.ask('step', { run: `seed ${index}`, count: 1 });
      seen.push((await untilMeasured(trainer, `seed ${index}`, 1)).batches);
    }
    expect(new Set(seen).size).toBe(3);
  });

  it('begin with the same values wherever a weight has the same path and shape', async () => {
    const [mlp, dot, other] = [
      await configure('weights mlp', { scorer: 'mlp' }),
      await configure('weights dot', { scorer: 'dot' }),
      await configure('weights seed', { scorer: 'dot', seed: 2 }),
    ];
    const ofDot = new Map(dot.firstWeights!.map((weight) => [weight.path, weight]));
    const shared = mlp.firstWeights!.filter(({ path }) => ofDot.has(path));
    expect(shared.length).toBe(ofDot.size);
    expect(mlp.firstWeights!.length).toBeGreaterThan(shared.length);
    for (const weight of shared) expect(weight).toEqual(ofDot.get(weight.path));
    // Zeros are the same from any seed; what is drawn is not.
    const drawn = other.firstWeights!.filter(({ path }) => /embedding|kernel/i.test(path));
    expect(drawn.length).toBeGreaterThan(2);
    for (const { path, values } of drawn) expect(values).not.toBe(ofDot.get(path)!.values);
  });

  it('go on when one of them is removed, and its memory comes back', async () => {
    const tensors = async (): Promise<number> => (await trainer.ask('memory', {})).tensors;
    const before = await tensors();
    for (const scorer of scorers) await configure(`memory ${scorer}`, { scorer, stopSteps: 1000 });
    const each = (await tensors()) - before;
    expect(each).toBeGreaterThan(0);
    await trainer.ask('play', { runs: scorers.map((scorer) => `memory ${scorer}`) });
    await untilTold(trainer, 'memory dot', 3);
    await trainer.ask('remove', { run: 'memory mlp' });
    const told = trainer.lossesOf('memory dot').length;
    await untilTold(trainer, 'memory dot', told + 3);
    await trainer.ask('remove', { run: 'memory dot' });
    await trainer.ask('remove', { run: 'memory general' });
    expect(await tensors()).toBe(before);
  });

  it('have no fingerprints where nobody knows how they began', async () => {
    await configure('whole', {});
    const snapshot = await trainer.ask('snapshot', { run: 'whole' });
    used.push('restored');
    const summary = await trainer.ask('restore', { run: 'restored', snapshot });
    expect(summary.firstWeights).toBeUndefined();
    await trainer.ask('step', { run: 'restored', count: 1 });
    expect(await untilMeasured(trainer, 'restored', 1)).not.toHaveProperty('batches');
  });
});
