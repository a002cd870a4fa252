import { expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { beam, greedy, noLengthPenalty, search, SearchError, summaryCoverage, wuCoverage } from '../index.ts';

test('Wu: beta times the logarithms of what is missing to 1, and nothing for more than 1', () => {
  const { penalty, bound } = wuCoverage(0.5);
  expect(penalty(Float64Array.of(0.5, 2, 0.25))).toBeCloseTo(0.5 * (-Math.LN2 - 2 * Math.LN2), 12);
  expect(penalty(Float64Array.of(1, 1.5))).toBeCloseTo(0, 12);
  expect(bound(Float64Array.of(0, 0))).toBe(0); // all may still be looked at
});

test('Wu: a position that was never looked at counts as a ten thousandth, not as minus infinity', () => {
  expect(wuCoverage(1).penalty(Float64Array.of(0, 1))).toBeCloseTo(-4 * Math.LN10, 12);
});

test('summary: beta times what is above 1, and nothing for what is missing', () => {
  const { penalty, bound } = summaryCoverage(0.5);
  expect(penalty(Float64Array.of(0.5, 2, 1.25))).toBeCloseTo(-0.5 * 1.25, 12);
  expect(penalty(Float64Array.of(0, 1))).toBeCloseTo(0, 12);
  expect(bound(Float64Array.of(0.5, 2, 1.25))).toBeCloseTo(-0.5 * 1.25, 12); // what was too much stays so
});

test.each([-1, Number.NaN, Infinity])('beta %s is an error', (beta) => {
  expect(() => wuCoverage(beta)).toThrow(/wuCoverage: beta must be a finite number of at least 0/);
  expect(() => summaryCoverage(beta)).toThrow(/summaryCoverage: beta must be a finite number of at least 0/);
});

// Word 1 (0.6) looks at the first position only, word 2 (0.4) at the second as well. Both end then, looking at the first.
// The third position is padding, which a model may give any weight.
const twoLooks = () =>
  tableModel({
    vocabularySize: 3,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0, 0.6, 0.4] : [1, 0, 0]),
    alignment: (_, prefix) => (prefix[0] === 2 ? [0, 1, 9] : [1, 0, 9]),
  });
const task = { sources: 1, bos: 0, eos: 0, maxLength: 4, sourceLengths: [2] };
const find = async (coverage: ReturnType<typeof wuCoverage> | undefined) => {
  const model = twoLooks();
  const strategy = beam({ width: 2, lengthPenalty: noLengthPenalty, ...(coverage && { coverage }) });
  return (await search(model, model.start(1), task, strategy))[0]![0]!;
};

test('both change which output wins, by hand', async () => {
  expect((await find(undefined)).tokens).toEqual([1, 0]);
  // Word 1: coverage [2, 0]. Word 2: the first position while it is chosen, the second at the end: [1, 1].
  const wu = await find(wuCoverage(0.1));
  expect(wu.tokens).toEqual([2, 0]);
  expect(wu.score).toBeCloseTo(Math.log(0.4), 6);
  const summary = await find(summaryCoverage(0.3));
  expect(summary.tokens).toEqual([1, 0]); // ln 0.6 − 0.3 is still above ln 0.4
  expect(summary.score).toBeCloseTo(Math.log(0.6) - 0.3, 6);
  expect((await find(summaryCoverage(0.5))).tokens).toEqual([2, 0]);
});

test('what is needed and missing is an error that says so, and nothing is left open', async () => {
  const strategies = [beam({ width: 2, coverage: wuCoverage(1) }), greedy({ coverage: wuCoverage(1) })];
  for (const strategy of strategies) {
    const model = twoLooks();
    const { sourceLengths: _, ...withoutLengths } = task;
    await expect(search(model, model.start(1), withoutLengths, strategy)).rejects.toThrow(
      /coverage must be left out where sources have no known length, got no length; give sourceLengths/,
    );
    await expect(search(model, model.start(1), { ...task, sourceLengths: [4] }, strategy)).rejects.toThrow(
      /coverage must be left out unless alignments have a weight for each of 4 positions, got 3/,
    );
    const blind = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
    const searching = search(blind, blind.start(1), task, strategy);
    await expect(searching).rejects.toThrow(/for each of 2 positions, got 0; use a model that gives alignments/);
    await expect(searching).rejects.toBeInstanceOf(SearchError);
    expect([model.openStates, blind.openStates]).toEqual([0, 0]);
  }
});
