import { resolveRunConfig, type RunConfig } from 'seq2seq';
import { describe, expect, it } from 'vitest';
import { otherValues } from './__fixtures__/other-values.ts';
import { configOf } from './config-of.ts';
import { type Experiment, type ExperimentKey, experimentSchema, scorerNames } from './experiment.ts';
import { presetNames, presets } from './presets.ts';
import { stopReasons } from './stop-rule.ts';
import { taskData } from './task-data.ts';

const small: Experiment = { ...presets.reverse.experiment, shortest: 2, longest: 5, examples: 40, units: 8 };
/** Experiments in at least one of which a key has a meaning. */
const bases: readonly Experiment[] = [
  small,
  { ...small, window: 'local-m' },
  { ...small, task: 'own', ownPairs: 'one two\t1 2\nthree\t3\nfour\t4\nfive\t5\nsix\t6\nseven\t7\n' },
];

/** What a trainer reads beside the config, the data and the rule of stopping; each has tests of its own. */
const readByTheTrainer: ReadonlySet<ExperimentKey> = new Set(['ownScorer', 'backend']);

/** Everything that comes of an experiment. */
const consequences = async (experiment: Experiment): Promise<string> => {
  const standings = [0, 1, 2, 50, 5_000, 500_000, 1_000_000].flatMap((step) =>
    [0, 0.5, 50].map((value) => ({ step, loss: value, exact: value, seconds: 1000 * value })),
  );
  return JSON.stringify([
    configOf(experiment),
    await taskData(experiment).catch(String),
    standings.map((standing) => stopReasons(experiment, standing)),
  ]);
};

const before = bases.map(consequences);

/** Whether another value of a key has other consequences, in any of the bases. */
const matters = async (key: ExperimentKey): Promise<boolean> => {
  for (const [index, base] of bases.entries()) {
    // So many examples are not needed to see that there are more of them.
    const values = key === 'examples' ? [20] : otherValues(key, base);
    for (const value of values) {
      if ((await consequences({ ...base, [key]: value })) !== (await before[index])) return true;
    }
  }
  return false;
};

/** As the command line reads it. */
const resolved = (experiment: Experiment): RunConfig =>
  resolveRunConfig(configOf(experiment), { source: 30, target: 30 });

describe('the config of an experiment', () => {
  it.each(Object.keys(experimentSchema.shape) as ExperimentKey[])('or its data or its end follows %s', async (key) => {
    expect(await matters(key)).toBe(!readByTheTrainer.has(key));
  });

  it.each(presetNames)('is one that the command line reads: %s', (name) => {
    const { experiment } = presets[name];
    const { training, model } = resolved(experiment);
    expect(training).toMatchObject({ seed: experiment.seed, batchSize: experiment.batchSize });
    expect(model.decoder).toMatchObject({ cell: experiment.cell, units: experiment.units, layers: experiment.layers });
    expect(model.attention).toMatchObject({ query: experiment.query, scorer: { type: experiment.scorer } });
  });

  it.each(scorerNames.filter((name) => name !== 'own'))('is complete with the scorer %s', (scorer) => {
    expect(() => resolved({ ...small, scorer })).not.toThrow();
  });

  it('asks for no attention where the decoder does not attend', () => {
    for (const context of ['initial', 'every-step'] as const) {
      const experiment = { ...small, context, inputFeeding: true };
      expect(configOf(experiment).model).not.toHaveProperty('attention');
      expect(resolved(experiment).model.decoder).toMatchObject({ context });
    }
  });
});

describe('the data of an experiment', () => {
  it('is the same each time, and other with another seed', async () => {
    const [first, again, other] = await Promise.all([small, small, { ...small, seed: 2 }].map(taskData));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('has sources of the lengths that were asked for, and holds out what is not learned from', async () => {
    const { train, dev, test } = await taskData(small);
    expect(train.length).toBe(40);
    const keyOf = ({ source }: { readonly source: readonly string[] }): string => source.join(' ');
    const learned = new Set(train.map(keyOf));
    for (const example of [...dev, ...test]) expect(learned.has(keyOf(example))).toBe(false);
    for (const { source } of [...train, ...dev]) {
      expect(source.length).toBeGreaterThanOrEqual(2);
      expect(source.length).toBeLessThanOrEqual(5);
    }
  });

  it('of own pairs has each source once, with all its targets', async () => {
    const ownPairs = Array.from({ length: 30 }, (_, index) => `s${index}\tt${index}\ns${index}\tu${index}`).join('\n');
    const { train, dev, test } = await taskData({ ...small, task: 'own', ownPairs, examples: 1000 });
    const all = [...train, ...dev, ...test];
    expect(all.map(({ source }) => source.join('')).toSorted()).toEqual(
      Array.from({ length: 30 }, (_, index) => `s${index}`).toSorted(),
    );
    for (const { source, targets } of all) {
      const number = source.join('').slice(1);
      expect(targets.map((target) => target.join(''))).toEqual([`t${number}`, `u${number}`]);
    }
    expect([dev.length, test.length]).toEqual([1, 1]);
  });

  it('of too few own pairs says how many it takes', async () => {
    await expect(taskData({ ...small, task: 'own', ownPairs: 'a\tb\nc\td' })).rejects.toThrow(
      'Own pairs: expected at least 3 different sources, got 2; paste more lines.',
    );
  });
});
