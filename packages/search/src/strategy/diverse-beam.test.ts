import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { beam, diverseBeam, noLengthPenalty, search, SearchError, withLimits, type StopRule } from '../index.ts';
import { everyOutput, ranked, rowOf, withoutAlignment, type Path } from './__fixtures__/enumerate.ts';
import { randomCase, type RandomCase } from './__fixtures__/random-case.ts';
import { randomScoring } from './__fixtures__/random-scoring.ts';
import { withCandidates } from './__fixtures__/with-candidates.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The paper's algorithm as a lecture would tell it; what ended of each group. */
function plainGroups({ model, task }: RandomCase, source: number, width: number, groups: number, strength: number) {
  const live: Path[][] = Array.from({ length: groups }, () => [{ tokens: [], tokenLogProbs: [], finished: false }]);
  const ended: Path[][] = live.map(() => []);
  for (let length = 1; length <= task.maxLength; length++) {
    const taken: number[] = [];
    for (const [group, paths] of live.entries()) {
      const grown: Path[] = [];
      for (const { tokens, tokenLogProbs } of paths) {
        const row = rowOf(model, source, tokens);
        if (row.every((logProb) => logProb === -Infinity))
          ended[group]!.push({ tokens, tokenLogProbs, finished: false });
        for (const [token, logProb] of row.entries()) {
          if (logProb === -Infinity) continue;
          const longer = {
            tokens: [...tokens, token],
            tokenLogProbs: [...tokenLogProbs, logProb],
            finished: token === task.eos,
          };
          (token === task.eos ? ended[group]! : grown).push(longer);
        }
      }
      const price = ({ tokens }: Path) => strength * taken.filter((token) => token === tokens.at(-1)).length;
      const before = [...taken];
      live[group] = grown
        .map((path) => ({ path, worth: sum(path.tokenLogProbs) - price(path) }))
        .toSorted((one, other) => other.worth - one.worth)
        .slice(0, width / groups)
        .map(({ path }) => path);
      taken.splice(0, taken.length, ...before, ...live[group].map(({ tokens }) => tokens.at(-1)!));
    }
  }
  return ended.map((paths, group) => [...paths, ...live[group]!]);
}

test('one group is a beam, under every score, stop rule and number of results', async () => {
  const cases = fc.record({
    problem: randomCase({ vocabularySize: 6, maxLength: 6 }),
    scoring: randomScoring,
    width: fc.integer({ min: 1, max: 4 }),
    stop: fc.constantFrom<StopRule>('bound', 'first', 'all'),
    strength: fc.constantFrom(0, 0.5, 9),
  });
  await fc.assert(
    fc.asyncProperty(
      cases,
      async ({ problem: { model, task, nBest }, scoring: { options }, width, stop, strength }) => {
        const shared = { width, nBest, stop, ...options };
        const found = await search(
          model,
          model.start(task.sources),
          task,
          diverseBeam({ ...shared, groups: 1, strength }),
        );
        expect(found).toEqual(await search(model, model.start(task.sources), task, beam(shared)));
      },
    ),
    { seed: 1, numRuns: 1000 },
  );
});

test('groups choose what the paper says, results in rounds, none twice', async () => {
  const cases = fc.record({
    problem: randomCase({ vocabularySize: 6, maxLength: 5 }).filter(({ model }) => {
      // Ties between priced expansions may be broken in more ways than one; only tables without them are told plainly.
      const row = model.nextProbabilities(0, []);
      return new Set(row.filter((each) => each > 0)).size === row.filter((each) => each > 0).length;
    }),
    groups: fc.integer({ min: 1, max: 3 }),
    perGroup: fc.integer({ min: 1, max: 2 }),
    strength: fc.constantFrom(0, 0.3, 1, 20),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ problem, groups, perGroup, strength }) => {
      const { model, task, nBest } = problem;
      const width = groups * perGroup;
      const strategy = diverseBeam({ width, groups, strength, nBest });
      const found = await search(model, model.start(task.sources), task, strategy);
      for (const [source, hypotheses] of found.entries()) {
        const lists = plainGroups(problem, source, width, groups, strength).map((paths) => ranked(paths, 0.7));
        const rounds: Path[] = [];
        for (let place = 0; place < Math.max(...lists.map((list) => list.length)); place++) {
          for (const path of ranked(
            lists.flatMap((list) => list.slice(place, place + 1)),
            0.7,
          )) {
            if (!rounds.some(({ tokens }) => tokens.join() === path.tokens.join())) rounds.push(path);
          }
        }
        expect(hypotheses.map(withoutAlignment)).toEqual(rounds.slice(0, nBest));
      }
    }),
    { seed: 2, numRuns: 1000 },
  );
});

// Words 1, 2 and 3 with 0.5, 0.3 and 0.2, each then surely at its end. By hand: ln 0.5 − ln 0.3 = 0.51.
const threeWords = () =>
  tableModel({
    vocabularySize: 4,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0, 0.5, 0.3, 0.2] : [1, 0, 0, 0]),
  });

test.each<[number, number[][]]>([
  [0, [[1, 0]]],
  [0.25, [[1, 0]]], // the third group pays twice for 1, and takes it still
  [
    0.26,
    [
      [1, 0],
      [2, 0],
    ],
  ],
  [
    0.52,
    [
      [1, 0],
      [2, 0],
    ],
  ], // the second group takes 2, the third pays once for 1
  [
    9,
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  ],
])('by hand, strength %d', async (strength, expected) => {
  const model = threeWords();
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 3 };
  const strategy = diverseBeam({ width: 3, groups: 3, strength, lengthPenalty: noLengthPenalty });
  const [found] = await search(model, model.start(1), task, strategy);
  expect(found!.map(({ tokens }) => tokens)).toEqual(expected);
  expect(found![0]!.score).toBeCloseTo(Math.log(0.5), 6); // without any price
});

test('groups that are as wide as the tree all find the best', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 3, maxLength: 4 }), async ({ model, task }) => {
      const strategy = diverseBeam({ width: 2 * 2 ** 4, groups: 2, strength: 3 });
      const found = await search(model, model.start(task.sources), task, strategy);
      for (const [source, [best]] of found.entries()) {
        expect(withoutAlignment(best!)).toEqual(ranked(everyOutput(model, source, task), 0.7)[0]);
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('a group that has stopped at its first end stays as it is while others go on', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 5, maxLength: 7 }), fc.integer({ min: 1, max: 2 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task }, perGroup]) => {
      const both = diverseBeam({ width: 2 * perGroup, groups: 2, strength: 2, stop: 'first' });
      const found = await search(model, model.start(task.sources), task, both);
      const alone = await search(model, model.start(task.sources), task, beam({ width: perGroup, stop: 'first' }));
      for (const [source, [best]] of alone.entries()) expect(found[source]).toContainEqual(best);
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('groups find the same whether the model gives candidates or full scores', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 12, maxLength: 5 }), fc.integer({ min: 1, max: 3 }));
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task, nBest }, perGroup]) => {
      const strategy = diverseBeam({ width: 2 * perGroup, groups: 2, strength: 0.8, nBest });
      const giving = withCandidates(model);
      const found = await search(giving, model.start(task.sources), task, strategy);
      expect(found).toEqual(await search(model, model.start(task.sources), task, strategy));
      requests += giving.requests.filter(Boolean).length;
    }),
    { seed: 4, numRuns: 1000 },
  );
  expect(requests).toBeGreaterThan(500);
});

test('options are checked', () => {
  expect(() => diverseBeam({ width: 4, groups: 3 })).toThrow(
    /diverseBeam: groups must be a divisor of the width 4, got 3; each group/,
  );
  expect(() => diverseBeam({ width: 4, groups: 0 })).toThrow(/diverseBeam\.groups: must be a positive integer/);
  expect(() => diverseBeam({ width: 0, groups: 1 })).toThrow(/diverseBeam\.width: must be a positive integer/);
  expect(() => diverseBeam({ width: 2, groups: 2, strength: -1 })).toThrow(/strength must be .* at least 0, got -1/);
  expect(() => diverseBeam({ width: 2, groups: 2, nBest: 0 })).toThrow(SearchError);
});

describe('two groups of one row, by hand', () => {
  // The first group takes 1, the second 2. After 1: the end, or 3 and the end. After 2: the end, or 1 and then mostly the end.
  const rows: Record<string, number[]> = {
    '': [0, 0.5, 0.3, 0.2],
    '1': [0.6, 0, 0, 0.4],
    '1,3': [1, 0, 0, 0],
    '2': [0.4, 0.6, 0, 0],
    '2,1': [0.9, 0, 0.1, 0],
    '2,1,2': [1, 0, 0, 0],
  };
  const find = async (stop: StopRule, maxSteps = 9) => {
    const model = tableModel({ vocabularySize: 4, nextProbabilities: (_, prefix) => rows[prefix.join()]! });
    const options = { width: 2, groups: 2, strength: 9, nBest: 9, lengthPenalty: noLengthPenalty, stop };
    const strategy = withLimits(diverseBeam(options), { maxSteps });
    const [list] = await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 6 }, strategy);
    return list!.map(({ tokens, logProb }) => `${tokens.join(' ')}: ${Math.exp(logProb).toFixed(3)}`);
  };

  test('the best of each group, the second best of each, and what only one group has', async () => {
    expect(await find('all')).toEqual(['1 0: 0.300', '2 1 0: 0.162', '1 3 0: 0.200', '2 0: 0.120', '2 1 2 0: 0.018']);
  });

  test('a group that has stopped finds no more while another goes on, and has nothing unfinished', async () => {
    expect(await find('first')).toEqual(['1 0: 0.300', '2 1 0: 0.162', '2 0: 0.120']);
    expect(await find('first', 2)).toEqual(['1 0: 0.300', '2 0: 0.120', '2 1: 0.180']);
  });
});

test('constraints do not divide the places of several groups', () => {
  expect(diverseBeam({ width: 4, groups: 1 })).toMatchObject({ beamWidth: 4 });
  expect(diverseBeam({ width: 4, groups: 2 })).not.toHaveProperty('beamWidth');
});
