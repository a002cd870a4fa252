import { expect, test } from 'vitest';
import { randomTableModel, tableModel } from './index.ts';

test('a table model says what its table says, for the rows it has', () => {
  const asked: string[] = [];
  const model = tableModel({
    vocabularySize: 2,
    nextProbabilities(source, prefix) {
      asked.push(`${source}:${prefix.join('')}`);
      return [0.25, 0.75];
    },
    alignment: (source, prefix) => [source, prefix.length],
  });
  const first = model.step(model.start([4, 2]), Int32Array.of(9, 9));
  expect(Array.from(first.logProbs, Math.exp)).toEqual([0.25, 0.75, 0.25, 0.75].map((p) => expect.closeTo(p, 6)));
  expect(Array.from(first.alignment!)).toEqual([4, 0, 2, 0]);
  const wider = model.reorder(first.state, Int32Array.of(1, 0, 1));
  const second = model.step(wider, Int32Array.of(0, 1, 1));
  expect(Array.from(second.alignment!)).toEqual([2, 1, 4, 1, 2, 1]);
  expect(asked).toEqual(['4:', '2:', '2:0', '4:1', '2:1']);
  expect(model.rowsPerStep).toEqual([2, 3]);
  expect(model.openStates).toBe(4);
});

test('a state is released once and not used afterwards', () => {
  const model = tableModel({ vocabularySize: 1, nextProbabilities: () => [1] });
  const state = model.start(1);
  expect([model.openStates, model.madeStates]).toEqual([1, 1]);
  model.release(state);
  expect([model.openStates, model.madeStates]).toEqual([0, 1]);
  expect(() => model.release(state)).toThrow(/release: the state must be open/);
  expect(() => model.step(state, Int32Array.of(0))).toThrow(/step: the state must be open/);
  expect(() => model.reorder(state, Int32Array.of(0))).toThrow(/reorder: the state must be open/);
});

test('rows, tokens and table rows that do not fit are errors', () => {
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [1] });
  const state = model.start(2);
  expect(() => model.step(state, Int32Array.of(0))).toThrow(/lastTokens: must have 2 values, got 1/);
  expect(() => model.step(state, Int32Array.of(0, 0))).toThrow(/nextProbabilities: must have 2 values, got 1/);
  expect(() => model.reorder(state, Int32Array.of(2))).toThrow(/rows must be below 2, got 2/);
});

test('a random table depends on its seed and its question alone', () => {
  const options = { seed: 3, vocabularySize: 5, sourceLength: 4 };
  const model = randomTableModel(options);
  const row = model.nextProbabilities(1, [2, 3]);
  model.nextProbabilities(0, []);
  expect(model.nextProbabilities(1, [2, 3])).toEqual(row);
  expect(randomTableModel(options).nextProbabilities(1, [2, 3])).toEqual(row);
  expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  const others = [
    randomTableModel({ ...options, seed: 4 }).nextProbabilities(1, [2, 3]),
    model.nextProbabilities(0, [2, 3]),
    model.nextProbabilities(1, [3, 2]),
    model.nextProbabilities(1, [2]),
  ];
  for (const other of others) expect(other).not.toEqual(row);
});

test('levels make ties, impossible makes zeros', () => {
  const model = randomTableModel({ seed: 1, vocabularySize: 50, levels: 2, impossible: 0.5 });
  const row = model.nextProbabilities(0, []);
  expect(new Set(row).size).toBe(3);
  expect(row.filter((probability) => probability === 0).length).toBeGreaterThan(10);
  expect(randomTableModel({ seed: 1, vocabularySize: 9, impossible: 1 }).nextProbabilities(0, [])).toEqual(
    Array(9).fill(0),
  );
  expect(() => randomTableModel({ seed: 1, vocabularySize: 2, impossible: 2 })).toThrow(
    /impossible must be from 0 to 1/,
  );
});
