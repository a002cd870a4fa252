import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkStepModel, randomTableModel, tableModel, type TableModel, type TableState } from '../../testing/index.ts';
import {
  beam,
  ensemble,
  exhaustive,
  greedy,
  lengthNormalization,
  search,
  shallowFusion,
  type StepModel,
} from '../index.ts';

const task = { sources: 2, bos: 0, eos: 0, maxLength: 4 };
const table = (seed: number, impossible = 0): TableModel =>
  randomTableModel({ seed, vocabularySize: 4, impossible, sourceLength: 3 });
const modes = ['linear', 'log-linear'] as const;

/** A table of what the named mean of two tables is, worked out with probabilities. */
function meanTable(one: TableModel, other: TableModel, share: number, mode: (typeof modes)[number]): TableModel {
  return tableModel({
    vocabularySize: 4,
    nextProbabilities(source, prefix) {
      const mine = one.nextProbabilities(source, prefix);
      const theirs = other.nextProbabilities(source, prefix);
      if (mode === 'linear') return mine.map((each, token) => share * each + (1 - share) * theirs[token]!);
      const powers = mine.map((each, token) => each ** share * theirs[token]! ** (1 - share));
      const sum = powers.reduce((total, each) => total + each, 0);
      return powers.map((each) => (sum > 0 ? each / sum : 0));
    },
  });
}

describe.each(modes)('%s', (mode) => {
  test('an ensemble of one is the model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.4), async (seed, impossible) => {
        const model = table(seed, impossible);
        const alone = ensemble([model], { mode, weights: [3] });
        for (const strategy of [greedy(), beam({ width: 3, nBest: 4 })]) {
          const found = await search(alone, [model.start(2)], task, strategy);
          expect(found).toEqual(await search(model, model.start(2), task, strategy));
        }
        expect(model.openStates).toBe(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('it is the model of the averaged table', async () => {
    const cases = fc.record({
      seed: fc.integer(),
      impossible: fc.constantFrom(0, 0.2, 0.5),
      weight: fc.constantFrom(1, 3),
    });
    const lengthPenalty = lengthNormalization(0.7);
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, impossible, weight }) => {
        const one = table(seed, impossible);
        const other = table(seed + 1, impossible);
        const mean = meanTable(one, other, weight / (weight + 2), mode);
        const together = ensemble([one, other], { mode, weights: [weight, 2] });
        const strategy = exhaustive({ nBest: 1000, lengthPenalty });
        const found = await search(together, [one.start(2), other.start(2)], task, strategy);
        const wanted = await search(mean, mean.start(2), task, strategy);
        for (const source of [0, 1]) {
          const scores = new Map(wanted[source]!.map(({ tokens, score }) => [tokens.join(), score]));
          expect(found[source]!.length).toBe(scores.size);
          for (const { tokens, score } of found[source]!) expect(score).toBeCloseTo(scores.get(tokens.join())!, 5);
        }
        expect([one.openStates, other.openStates]).toEqual([0, 0]);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('it keeps the laws of a step model', async () => {
    const members = [table(1), table(2), table(3)] as const;
    await checkStepModel({
      model: ensemble(members, { mode }),
      start: (sources) => [members[0].start(sources), members[1].start(sources), members[2].start(sources)] as const,
      sources: 3,
      bos: 0,
      eos: 0,
      openStates: () => members.reduce((sum, { openStates }) => sum + openStates, 0),
    });
  });

  test('probabilities too small for a number are still added', async () => {
    const tiny = (logProb: number): StepModel<null> => ({
      vocabularySize: 2,
      step: () => ({ state: null, logProbs: Float32Array.of(-1000 + logProb, 0) }),
      reorder: () => null,
      release: () => {},
    });
    const result = await ensemble([tiny(0), tiny(-2)], { mode }).step([null, null], Int32Array.of(0));
    const expected = mode === 'linear' ? -1000 + Math.log((1 + Math.exp(-2)) / 2) : -1001;
    expect(result.logProbs![0]).toBeCloseTo(expected, 3);
  });
});

test('the better of two that err differently: the mean by hand', async () => {
  const one = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.2, 0.5, 0.3] });
  const other = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.2, 0, 0.8] });
  const first = async (mode: (typeof modes)[number], weights: number[]) => {
    const model = ensemble([one, other], { mode, weights });
    const { logProbs } = await model.step([one.start(1), other.start(1)], Int32Array.of(0));
    return Array.from(logProbs!, (logProb) => Number(Math.exp(logProb).toFixed(4)));
  };
  expect(await first('linear', [1, 1])).toEqual([0.2, 0.25, 0.55]);
  expect(await first('linear', [4, 1])).toEqual([0.2, 0.4, 0.4]);
  // √(0.2 · 0.2) : 0 : √(0.3 · 0.8) = 0.2 : 0 : 0.4899
  expect(await first('log-linear', [7, 7])).toEqual([0.2899, 0, 0.7101]);
});

describe('alignments', () => {
  const aligned = (weights: readonly number[] | undefined) =>
    tableModel({
      vocabularySize: 2,
      nextProbabilities: () => [0.5, 0.5],
      ...(weights && { alignment: () => weights }),
    });
  const alignmentOf = async (members: readonly TableModel[], weights: readonly number[]) => {
    const model = ensemble<TableState[]>(members, { weights });
    const { alignment } = await model.step(
      members.map((member) => member.start(1)),
      Int32Array.of(0),
    );
    return alignment && [...alignment];
  };

  test('are averaged, by weight', async () => {
    expect(await alignmentOf([aligned([1, 0]), aligned([0, 1])], [3, 1])).toEqual([0.75, 0.25]);
  });

  test('are those of the first that has one, where they differ in length or are missing', async () => {
    expect(await alignmentOf([aligned([1, 0]), aligned([0, 0, 1])], [1, 1])).toEqual([1, 0]);
    expect(await alignmentOf([aligned(undefined), aligned([0.5, 0.5])], [1, 1])).toEqual([0.5, 0.5]);
    expect(await alignmentOf([aligned(undefined), aligned(undefined)], [1, 1])).toBeUndefined();
  });
});

test('every state of every member is released once, whatever fails, and where a member makes none', async () => {
  const cases = fc.record({
    seed: fc.integer(),
    where: fc.constantFrom('step', 'reorder', 'nothing'),
    member: fc.nat({ max: 1 }),
    at: fc.nat({ max: 3 }),
    keeps: fc.boolean(),
    weight: fc.constantFrom(undefined, 0.5),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, where, member, at, keeps, weight }) => {
      const tables = [table(seed), table(seed + 1)] as const;
      let calls = 0;
      let kept = 0;
      const failing = (inner: TableModel, index: number): StepModel<TableState> => {
        const failAt = (place: string) => {
          if (place === where && index === member && calls++ === at) throw new Error('failed');
        };
        return {
          vocabularySize: inner.vocabularySize,
          step(state, lastTokens) {
            failAt('step');
            return inner.step(state, lastTokens);
          },
          reorder(state, rows) {
            failAt('reorder');
            return inner.reorder(state, rows);
          },
          release: (state) => inner.release(state),
        };
      };
      /** Has one state for ever. */
      const constant: StepModel<{ name: string }> = {
        vocabularySize: 4,
        step: (state, { length }) => ({ state, logProbs: new Float32Array(4 * length).fill(Math.log(0.25)) }),
        reorder: (state) => state,
        release: () => void kept--,
      };
      const start = tables.map((each) => each.start(2)) as unknown as readonly [TableState, TableState];
      const members = [failing(tables[0], 0), failing(tables[1], 1)] as const;
      const strategy = beam({ width: 3 });
      const run = async () => {
        if (weight !== undefined) return search(shallowFusion(...members, { weight }), start, task, strategy);
        if (!keeps) return search(ensemble(members), start, task, strategy);
        kept++;
        return search(ensemble([constant, ...members]), [{ name: 'constant' }, ...start], task, strategy);
      };
      await run().catch((error: Error) => expect(error.message).toBe('failed'));
      expect([tables[0].openStates, tables[1].openStates, kept]).toEqual([0, 0, 0]);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('where a member cannot be reordered, the new states of those before it are released', () => {
  const tables = [table(1), table(2)] as const;
  const stuck: StepModel<TableState> = {
    ...tables[1],
    reorder() {
      throw new Error('stuck');
    },
  };
  const start = [tables[0].start(2), tables[1].start(2)] as const;
  const model = ensemble([tables[0], stuck]);
  expect(() => model.reorder(start, Int32Array.of(1, 0))).toThrow('stuck');
  expect(tables.map(({ openStates }) => openStates)).toEqual([1, 1]);
  model.release(start);
  expect(tables.map(({ openStates }) => openStates)).toEqual([0, 0]);
});

describe('what is refused', () => {
  const small = tableModel({ vocabularySize: 3, nextProbabilities: () => [1, 0, 0] });
  test.each([
    ['no model', () => ensemble([]), 'ensemble: models must have the same vocabulary, got no model; combine'],
    [
      'two vocabularies',
      () => ensemble([table(1), small]),
      'ensemble: models must have the same vocabulary, got sizes 4, 3;',
    ],
    [
      'two vocabularies, fused',
      () => shallowFusion(small, table(1), { weight: 1 }),
      'shallowFusion: models must have the same',
    ],
    [
      'too few weights',
      () => ensemble([small], { weights: [] }),
      'ensemble: weights[0] must be a finite number above 0, got undefined; give one for each of 1 models',
    ],
    [
      'no weight',
      () => ensemble([small], { weights: [0] }),
      'ensemble: weights[0] must be a finite number above 0, got 0; give one for each of 1 models',
    ],
    [
      'an unknown mode',
      () => ensemble([small], { mode: 'mean' as 'linear' }),
      'ensemble: mode must be linear or log-linear, got mean',
    ],
    [
      'no weight, fused',
      () => shallowFusion(small, small, { weight: 0 }),
      'shallowFusion: weight must be a finite number above 0, got 0',
    ],
    [
      'no end',
      () => shallowFusion(small, small, { weight: 1, endByModel: 3 }),
      'shallowFusion: endByModel must be a finite number that is a token below 3, got 3',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('other numbers of rows, logits and NaN are blamed on their member', async () => {
    const fails = async (logProbs: Float32Array, message: string) => {
      const good = table(1);
      const bad: StepModel<null> = {
        vocabularySize: 4,
        step: () => ({ state: null, logProbs }),
        reorder: () => null,
        release: () => {},
      };
      await expect(
        search(ensemble([good, bad]), [good.start(1), null], { ...task, sources: 1 }, greedy()),
      ).rejects.toThrow(message);
      expect(good.openStates).toBe(0);
    };
    await fails(
      new Float32Array(8),
      'ensemble, model 1: logProbs must have 1 rows · 4 tokens = 4 values, got 8; return one row',
    );
    await fails(
      Float32Array.of(-1, -1, 3, -1),
      'ensemble, model 1, row 0: the log-probability of token 2 must be at most 0, got 3;',
    );
    await fails(
      Float32Array.of(-1, NaN, -1, -1),
      'ensemble, model 1, row 0: the log-probability of token 1 must be at most 0, got NaN',
    );
  });
});
