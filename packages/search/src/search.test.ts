import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel, type TableModel, type TableState } from '../testing/index.ts';
import { beam, exhaustive, greedy, search, type SearchRun, type SearchStrategy, type StepModel } from './index.ts';

const task = { sources: 3, bos: 0, eos: 0, maxLength: 6 };
const strategies: readonly SearchStrategy[] = [greedy(), beam({ width: 3, nBest: 4 }), exhaustive({ nBest: 2 })];
const slowModel = () => tableModel({ vocabularySize: 3, nextProbabilities: () => [0.01, 0.5, 0.49] });

/** Writes into the results seen on the way. */
const scribble = (run: SearchRun) => {
  for (const { alignment } of run.best().flat()) for (const row of alignment ?? []) row.fill(9);
};

/** The table model with some of its parts replaced. */
function changed(model: TableModel, parts: Partial<StepModel<TableState>>): StepModel<TableState> {
  return {
    vocabularySize: model.vocabularySize,
    step: (state, lastTokens) => model.step(state, lastTokens),
    reorder: (state, rows) => model.reorder(state, rows),
    release: (state) => model.release(state),
    ...parts,
  };
}

test('every state is released once, whatever fails and whenever', async () => {
  const failures = fc.record({
    seed: fc.integer(),
    strategy: fc.constantFrom(...strategies),
    where: fc.constantFrom('step', 'late step', 'reorder', 'advance', 'onStep', 'best', 'abort', 'nothing'),
    at: fc.nat({ max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(failures, async ({ seed, strategy, where, at }) => {
      const table = randomTableModel({ seed, vocabularySize: 3 });
      const controller = new AbortController();
      const failure = new Error(where);
      let calls = 0;
      const failAt = (place: string) => {
        if (place === where && calls++ === at) throw failure;
      };
      const model = changed(table, {
        async step(state, lastTokens) {
          failAt('step');
          await Promise.resolve();
          failAt('late step');
          return table.step(state, lastTokens);
        },
        reorder(state, rows) {
          failAt('reorder');
          return table.reorder(state, rows);
        },
      });
      const failing: SearchStrategy = {
        begin(fullTask) {
          const run = strategy.begin(fullTask);
          return {
            advance(scores) {
              failAt('advance');
              return run.advance(scores);
            },
            best() {
              if (where === 'best') calls = at; // it is called once only
              failAt('best');
              return run.best();
            },
          };
        },
      };
      const onStep = () => {
        failAt('onStep');
        if (where === 'abort' && calls++ === at) controller.abort(failure);
      };
      const outcome = await search(model, table.start(3), task, failing, { signal: controller.signal, onStep }).catch(
        (error: unknown) => error,
      );
      // A failure that is due later than the search lasts does not happen.
      if (outcome instanceof Error) expect(outcome).toBe(failure);
      else expect(calls).toBeLessThanOrEqual(at);
      expect(table.openStates).toBe(0); // a second release of one state would have thrown
      expect(table.madeStates).toBeGreaterThan(0);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('a model that returns the state it was given makes no new one', async () => {
  const released: object[] = [];
  const state = { calls: 0 };
  const model: StepModel<typeof state> = {
    vocabularySize: 2,
    step(given) {
      given.calls++;
      return { logProbs: Float32Array.of(-3, -0.1, -2, -0.2), state: given };
    },
    reorder: (given) => given,
    release: (given) => void released.push(given),
  };
  await search(model, state, { ...task, sources: 2 }, greedy());
  expect(state.calls).toBe(task.maxLength);
  expect(released).toEqual([state]);
});

test('a release that throws fails the search, and the other states are still released', async () => {
  const table = slowModel();
  let calls = 0;
  const model = changed(table, {
    release(state) {
      table.release(state);
      if (calls++ === 1) throw new Error('stuck');
    },
  });
  await expect(search(model, table.start(3), task, greedy())).rejects.toThrow('stuck');
  expect(table.openStates).toBe(0);
});

test('what failed first is reported, not the failure to clean up', async () => {
  const model: StepModel<null> = {
    vocabularySize: 2,
    step() {
      throw new Error('first');
    },
    reorder: () => null,
    release() {
      throw new Error('second');
    },
  };
  await expect(search(model, null, task, greedy())).rejects.toThrow('first');
});

describe('watching', () => {
  test('a search that is aborted before it begins asks nothing and rejects with the reason', async () => {
    const model = slowModel();
    const reason = { because: 'changed my mind' };
    const signal = AbortSignal.abort(reason);
    await expect(search(model, model.start(3), task, greedy(), { signal })).rejects.toBe(reason);
    expect(model.rowsPerStep).toEqual([]);
    expect(model.openStates).toBe(0);
  });

  test('aborting while the model works rejects once the step has ended', async () => {
    const table = slowModel();
    const controller = new AbortController();
    let stepEnded = false;
    const model = changed(table, {
      async step(state, lastTokens) {
        setTimeout(() => controller.abort('enough'), 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        stepEnded = true;
        return table.step(state, lastTokens);
      },
    });
    const aborted = search(model, table.start(3), task, beam({ width: 2 }), { signal: controller.signal });
    await expect(aborted).rejects.toBe('enough');
    expect(stepEnded).toBe(true);
    expect(table.rowsPerStep).toHaveLength(1);
    expect(table.openStates).toBe(0);
  });

  test('a model that fails because of the abort does not hide its reason', async () => {
    const table = slowModel();
    const controller = new AbortController();
    const model = changed(table, {
      step() {
        controller.abort('enough');
        throw new Error('interrupted');
      },
    });
    await expect(search(model, table.start(3), task, greedy(), { signal: controller.signal })).rejects.toBe('enough');
    expect(table.openStates).toBe(0);
  });

  test('an abort during the last step counts', async () => {
    const model = tableModel({ vocabularySize: 1, nextProbabilities: () => [1] });
    const controller = new AbortController();
    const onStep = () => controller.abort('late');
    const watch = { signal: controller.signal, onStep };
    await expect(search(model, model.start(3), task, greedy(), watch)).rejects.toBe('late');
  });

  test.each(strategies)('onStep is awaited after every step and sees the best so far grow (%#)', async (strategy) => {
    const model = slowModel();
    const lengths: number[] = [];
    let waiting = false;
    const onStep = async (run: SearchRun) => {
      expect(waiting).toBe(false);
      waiting = true;
      await new Promise((resolve) => setTimeout(resolve, 1));
      waiting = false;
      lengths.push(Math.max(...run.best().flatMap((list) => list.map(({ tokens }) => tokens.length))));
    };
    await search(model, model.start(3), task, strategy, { onStep });
    expect(lengths).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('results do not change when they are read on the way, and share no memory', async () => {
    const model = randomTableModel({ seed: 8, vocabularySize: 4, sourceLength: 3 });
    const strategy = beam({ width: 3, nBest: 5 });
    const watched = await search(model, model.start(3), task, strategy, { onStep: scribble });
    expect(watched).toEqual(await search(model, model.start(3), task, strategy));
    for (const row of watched.flat().flatMap(({ alignment }) => alignment!)) expect(row.buffer.byteLength).toBe(12);
  });
});

test('no sources: no results, no steps', async () => {
  const model = slowModel();
  expect(await search(model, model.start(0), { ...task, sources: 0 }, beam({ width: 2 }))).toEqual([]);
  expect(model.rowsPerStep).toEqual([]);
  expect(model.openStates).toBe(0);
});

test('the model is given the beginning of sentence, then the tokens chosen', async () => {
  const table = tableModel({
    vocabularySize: 3,
    nextProbabilities: (_, prefix) => (prefix.length < 2 ? [0, 1, 0] : [1, 0, 0]),
  });
  const given: number[][] = [];
  const model = changed(table, {
    step(state, lastTokens) {
      given.push([...lastTokens]);
      return table.step(state, lastTokens);
    },
  });
  await search(model, table.start(2), { ...task, sources: 2, bos: 7 }, greedy());
  expect(given).toEqual([
    [7, 7],
    [1, 1],
    [1, 1],
  ]);
});

test('rows that stay in place are not gathered', async () => {
  const table = slowModel();
  let gathers = 0;
  const model = changed(table, {
    reorder(state, rows) {
      gathers++;
      return table.reorder(state, rows);
    },
  });
  await search(model, table.start(3), task, greedy());
  expect(gathers).toBe(0);
  await search(model, table.start(3), task, beam({ width: 2 }));
  expect(gathers).toBeGreaterThan(0);
});

test('a strategy that never ends is ended at maxLength', async () => {
  const model = slowModel();
  const endless: SearchStrategy = {
    begin: () => ({
      advance: () => ({ rows: Int32Array.of(0, 1, 2), tokens: Int32Array.of(1, 1, 1) }),
      best: () => [[], [], []],
    }),
  };
  expect(await search(model, model.start(3), task, endless)).toEqual([[], [], []]);
  expect(model.rowsPerStep).toHaveLength(task.maxLength);
  expect(model.openStates).toBe(0);
});
