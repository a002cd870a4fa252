import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import { search } from '../index.ts';
import { stochasticBeam } from './stochastic-beam.ts';
import { countsOf, isDrawnFrom } from './__fixtures__/chi-square.ts';
import { everyOutput, ranked, withoutAlignment } from './__fixtures__/enumerate.ts';

const model = randomTableModel({ seed: 5, vocabularySize: 3 });
const task = { bos: 0, eos: 1, maxLength: 3 };
const outputs = everyOutput(model, 0, task).map(({ tokens, tokenLogProbs }) => {
  return [tokens.join(), Math.exp(tokenLogProbs.reduce((sum, each) => sum + each, 0))] as const;
});

/** As many draws of `width` outputs, of one and the same source with a seed each. */
async function draws(count: number, width: number) {
  const list = Array.from({ length: count }, () => 0);
  const seeds = list.map((_, index) => index);
  return search(model, model.start(list), { ...task, sources: count, seeds }, stochasticBeam({ width }));
}

describe('drawing without replacement', () => {
  test.each([1, 2, 5])('width %i: the first is a fair sample', async (width) => {
    const first = (await draws(8000, width)).map(([best]) => best!.tokens.join());
    expect(isDrawnFrom(countsOf(first), new Map(outputs))).toBe(true);
  });

  test('the second is a fair sample of the others', async () => {
    const pairs = (await draws(12_000, 2)).map((two) => two.map(({ tokens }) => tokens.join()).join(' '));
    const probabilities = new Map<string, number>();
    for (const [one, p] of outputs) {
      for (const [other, q] of outputs) if (one !== other) probabilities.set(`${one} ${other}`, (p * q) / (1 - p));
    }
    expect(isDrawnFrom(countsOf(pairs), probabilities)).toBe(true);
  });

  test('the third, too, of a beam of three', async () => {
    const triples = (await draws(12_000, 3)).map((all) => all.map(({ tokens }) => tokens.join()).join(' '));
    const probabilities = new Map<string, number>();
    for (const [one, p] of outputs) {
      for (const [other, q] of outputs) {
        for (const [third, r] of outputs) {
          if (new Set([one, other, third]).size < 3) continue;
          probabilities.set(`${one} ${other} ${third}`, (p * q * r) / (1 - p) / (1 - p - q));
        }
      }
    }
    expect(isDrawnFrom(countsOf(triples), probabilities)).toBe(true);
  });
});

test('a beam as wide as there are outputs draws each once, with its own log-probability and score', async () => {
  const [found] = await draws(1, outputs.length + 3);
  const byTokens = (one: { tokens: readonly number[] }, other: { tokens: readonly number[] }) =>
    one.tokens.join() < other.tokens.join() ? -1 : 1;
  const expected = ranked(everyOutput(model, 0, task), 0.7).toSorted(byTokens);
  expect(found!.map(withoutAlignment).toSorted(byTokens)).toEqual(expected);
});

test('what it draws with falls from the first to the last, and the first has the whole', async () => {
  for (const drawn of await draws(50, 4)) {
    const perturbed = drawn.map(({ perturbedLogProb }) => perturbedLogProb!);
    expect(perturbed).toEqual(perturbed.toSorted((one, other) => other - one));
    expect(perturbed[0]).toBeCloseTo(0, 12); // the noise of the root is conditioned to be 0
  }
});

test('a beginning draws with what the best output behind it draws with', async () => {
  const seeds = Array.from({ length: 30 }, (_, index) => index);
  const drawnTo = (maxLength: number) => {
    const request = { ...task, sources: seeds.length, seeds, maxLength };
    return search(model, model.start(seeds.map(() => 0)), request, stochasticBeam({ width: 99 }));
  };
  const [short, long] = await Promise.all([drawnTo(1), drawnTo(2)]);
  for (const [index, beginnings] of short.entries()) {
    expect(beginnings).toHaveLength(3);
    for (const { tokens, perturbedLogProb } of beginnings) {
      const behind = long[index]!.filter((output) => output.tokens[0] === tokens[0]);
      const best = Math.max(...behind.map((output) => output.perturbedLogProb!));
      expect(best).toBeCloseTo(perturbedLogProb!, 9);
    }
  }
});

test('what can go nowhere keeps its place', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const tables = randomTableModel({ seed, vocabularySize: 4, impossible: 0.5 });
    const request = { ...task, sources: 1, maxLength: 4 };
    const [found] = await search(tables, tables.start(1), request, stochasticBeam({ width: 1000 }));
    const all = everyOutput(tables, 0, request).map(({ tokens }) => tokens.join());
    expect(found!.map(({ tokens }) => tokens.join()).toSorted()).toEqual(all.toSorted());
  }
  // After 2 nothing is possible.
  const deadEnd = tableModel({
    vocabularySize: 3,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0, 0.5, 0.5] : [0, 0, 0]),
  });
  const [both] = await search(deadEnd, deadEnd.start(1), { ...task, sources: 1 }, stochasticBeam({ width: 2 }));
  expect(new Map(both!.map(({ tokens, finished }) => [tokens.join(), finished]))).toEqual(
    new Map([
      ['1', true],
      ['2', false],
    ]),
  );
});

test('options are checked', () => {
  expect(() => stochasticBeam({ width: 0 })).toThrow(/stochasticBeam\.width: must be a positive integer/);
  expect(() => stochasticBeam({ width: 1, seed: 1.5 })).toThrow(/stochasticBeam: seed must be .* an integer, got 1\.5/);
});
