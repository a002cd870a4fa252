import { expect, test } from 'vitest';
import { beam, exhaustive, greedy, noLengthPenalty, search, type SearchStrategy } from '../src/index.ts';
import { textbookExample } from './index.ts';

const find = async (strategy: SearchStrategy) => {
  const { model, task, text } = textbookExample();
  const best = (await search(model, model.start(1), task, strategy))[0]![0]!;
  return { ...best, text: text(best.tokens) };
};

test('every row sums to one', () => {
  const { model } = textbookExample();
  for (const prefix of [[], [6], [4, 7], [1, 2, 3]]) {
    expect(model.nextProbabilities(0, prefix).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  }
});

test('a beam of three keeps in, jane, september, then in september, jane is, jane visits', async () => {
  const { model, task, text } = textbookExample();
  const kept: string[][] = [];
  await search(model, model.start(1), task, beam({ width: 3, nBest: 3 }), {
    onStep: (run) => void kept.push(run.best()[0]!.map(({ tokens }) => text(tokens))),
  });
  expect(kept[0]).toEqual(['jane', 'in', 'september']); // 0.42, 0.3, 0.22
  // 0.42 · 0.5 = 0.21, 0.3 · 0.6 = 0.18, 0.42 · 0.35 = 0.147; september jane has 0.22 · 0.4 = 0.088 and drops out.
  expect(kept[1]).toEqual(['jane is', 'in september', 'jane visits']);
  expect(
    kept
      .slice(1)
      .flat()
      .filter((beginning) => beginning.startsWith('september')),
  ).toEqual([]);
});

test('greedy search falls for going, which is frequent; a beam does not', async () => {
  const greedyOne = await find(greedy());
  expect(greedyOne.text).toBe('jane is going to be visiting africa in september');
  expect(Math.exp(greedyOne.logProb)).toBeCloseTo(0.42 * 0.5 * 0.6 * 0.95 * 0.5 * 0.8 ** 4 * 0.9, 6);
  for (const lengthPenalty of [noLengthPenalty, undefined]) {
    const beamOne = await find(beam({ width: 3, ...(lengthPenalty && { lengthPenalty }) }));
    expect(beamOne.text).toBe('jane visits africa in september');
    expect(Math.exp(beamOne.logProb)).toBeCloseTo(0.42 * 0.35 * 0.95 * 0.9 * 0.95 * 0.95, 6);
  }
});

test('and it is the best of all sentences of up to five words', async () => {
  const { model, task } = textbookExample();
  const short = { ...task, maxLength: 6 };
  const everything = exhaustive({ lengthPenalty: noLengthPenalty, maxRows: 200_000 });
  const [all] = await search(model, model.start(1), short, everything);
  expect(all![0]!.tokens).toEqual((await find(beam({ width: 3 }))).tokens);
});
