// What the loop promises to a constraint, and what each of ours does in the smallest cases.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import { everyOutput, ranked, rowOf, withoutAlignment } from '../strategy/__fixtures__/enumerate.ts';
import { withCandidates } from '../strategy/__fixtures__/with-candidates.ts';
import {
  allowedTokens,
  bannedPhrases,
  bannedTokens,
  beam,
  diverseBeam,
  exhaustive,
  finiteState,
  forcedPrefix,
  greedy,
  lengthNormalization,
  maximumLength,
  minimumLength,
  noRepeatedNgrams,
  repetitionPenalty,
  requiredPhrases,
  search,
  type Constraint,
  type RowConstraint,
  type SearchStrategy,
} from '../index.ts';
import { stochasticBeam } from '../strategy/stochastic-beam.ts';

const strategies: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 3', beam({ width: 3, nBest: 4 })],
  ['exhaustive', exhaustive({ nBest: 3 })],
  ['diverse beam', diverseBeam({ width: 4, groups: 2, nBest: 4 })],
  ['stochastic beam', stochasticBeam({ width: 3 })],
];
const task = { sources: 1, bos: 0, eos: 0, maxLength: 4 };
/** The words of a small language: 0 ends, 1 is the most probable, 3 the least. */
const flat = () => tableModel({ vocabularySize: 4, nextProbabilities: () => [0.25, 0.4, 0.25, 0.1] });

async function bestTokens(constraints: readonly Constraint[], strategy: SearchStrategy = greedy(), maxLength = 4) {
  const model = flat();
  const found = await search(model, model.start(1), { ...task, maxLength, constraints }, strategy);
  expect(model.openStates).toBe(0);
  return found[0]!.map(({ tokens }) => tokens);
}

describe.each(strategies)('%s', (_, strategy) => {
  test('a constraint knows its row: source, tokens, and what it knew before, however rows are exchanged', async () => {
    const model = randomTableModel({ seed: 3, vocabularySize: 4 });
    const sources = [2, 0, 1];
    let calls = 0;
    const watching: Constraint = {
      begin({ source, eos, vocabularySize, maxLength }) {
        expect([eos, vocabularySize, maxLength]).toEqual([0, 4, 4]);
        const knowing = (known: readonly number[]): RowConstraint => ({
          apply(logProbs, tokens) {
            calls++;
            expect(tokens).toEqual(known);
            expect([...logProbs]).toEqual(rowOf(model, sources[source]!, tokens));
          },
          after: (token) => knowing([...known, token]),
        });
        return knowing([]);
      },
    };
    const request = { ...task, sources: 3, constraints: [watching] };
    const found = await search(model, model.start(sources), request, strategy);
    expect(calls).toBeGreaterThan(6);
    expect(found).toEqual(await search(model, model.start(sources), { ...task, sources: 3 }, strategy));
  });

  test('all beams dead under constraints: a source ends with what it has, unfinished; others are as without it', async () => {
    const model = randomTableModel({ seed: 5, vocabularySize: 4 });
    const plain = await search(model, model.start(3), { ...task, sources: 3 }, strategy);
    const dead = async (ofSource: readonly Constraint[]) => {
      const constraints = (source: number) => (source === 1 ? ofSource : []);
      const found = await search(model, model.start(3), { ...task, sources: 3, constraints }, strategy);
      expect([found[0], found[2]]).toEqual([plain[0], plain[2]]);
      expect(model.openStates).toBe(0);
      return found[1]!;
    };
    const empty = { tokens: [], tokenLogProbs: [], logProb: 0, score: 0, finished: false };
    expect(await dead([bannedTokens([0, 1, 2, 3])])).toMatchObject([empty]);
    expect(await dead([requiredPhrases([[2]]), bannedTokens([2]), maximumLength(2)])).toMatchObject([empty]);
    expect(await dead([forcedPrefix([1]), bannedTokens([1])])).toMatchObject([empty]);
    const [best, ...others] = await dead([
      forcedPrefix([3]),
      bannedPhrases([
        [3, 1],
        [3, 2],
        [3, 3],
        [3, 0],
      ]),
    ]);
    expect(best).toMatchObject({ tokens: [3], finished: false });
    expect(best!.score).toBeLessThan(0);
    expect(others).toEqual([]);
  });

  test('all sources dead at the first step', async () => {
    const model = flat();
    const constraints = [bannedTokens([0, 1, 2, 3])];
    const found = await search(model, model.start(2), { ...task, sources: 2, constraints }, strategy);
    expect(found.flat().map(({ tokens, score, finished }) => [tokens, score, finished])).toEqual([
      [[], 0, false],
      [[], 0, false],
    ]);
    expect(model.rowsPerStep).toEqual([2]);
  });

  test('an error of a constraint leaves no state open', async () => {
    const model = flat();
    const failing: Constraint = {
      begin: () => ({
        apply() {
          throw new Error('no');
        },
      }),
    };
    await expect(search(model, model.start(1), { ...task, constraints: [failing] }, strategy)).rejects.toThrow('no');
    expect(model.openStates).toBe(0);
  });

  test('a constraint that makes a number that is none is named, with step and row', async () => {
    const model = flat();
    const dividing: Constraint = {
      begin: () => ({
        apply(logProbs, tokens) {
          if (tokens.length === 1) logProbs[2] = NaN;
        },
      }),
    };
    await expect(search(model, model.start(1), { ...task, constraints: [dividing] }, strategy)).rejects.toThrow(
      'constraints, step 1, row 0: the log-probability of token 2 must be at most 0, got NaN',
    );
  });
});

test('what the model gave is not changed', async () => {
  const logProbs = Float32Array.of(-1, -1, -2, -1, -1, -2);
  const model = {
    vocabularySize: 3,
    // As many rows as it is asked for, of one array.
    step: (state: null, { length }: Int32Array) => ({ state, logProbs: logProbs.subarray(0, 3 * length) }),
    reorder: () => null,
    release: () => {},
  };
  await search(model, null, { ...task, constraints: [bannedTokens([0]), requiredPhrases([[2]])] }, beam({ width: 2 }));
  expect([...logProbs]).toEqual([-1, -1, -2, -1, -1, -2]);
});

test('full scores are asked for where there are constraints, and only there', async () => {
  const requestsWith = async (constraints: readonly Constraint[]) => {
    const model = randomTableModel({ seed: 1, vocabularySize: 9 });
    const giving = withCandidates(model);
    await search(giving, model.start(1), { ...task, constraints }, greedy());
    return new Set(giving.requests.map((request) => request?.count));
  };
  expect(await requestsWith([])).toEqual(new Set([1]));
  expect(await requestsWith([bannedTokens([3])])).toEqual(new Set([undefined]));
});

test('a repetition penalty ranks by what it makes of the log-probabilities', async () => {
  const cases = fc.record({ seed: fc.integer(), factor: fc.constantFrom(1, 1.2, 3) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, factor }) => {
      const model = randomTableModel({ seed, vocabularySize: 3 });
      const penalised = everyOutput(model, 0, task).map(({ tokens, tokenLogProbs, finished }) => ({
        tokens,
        finished,
        tokenLogProbs: tokenLogProbs.map((logProb, index) =>
          tokens.slice(0, index).includes(tokens[index]!) ? Math.fround(logProb * factor) : logProb,
        ),
      }));
      const strategy = beam({ width: 16, nBest: 40, lengthPenalty: lengthNormalization(0.7) });
      const request = { ...task, constraints: [repetitionPenalty(factor)] };
      const [found] = await search(model, model.start(1), request, strategy);
      expect(found!.map(withoutAlignment)).toEqual(ranked(penalised, 0.7));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('a forced prefix keeps what the model says of it, however improbable', async () => {
  const model = flat();
  const request = { ...task, constraints: [forcedPrefix([3, 3])] };
  const best = (await search(model, model.start(1), request, greedy()))[0]![0]!;
  expect(best).toMatchObject({ tokens: [3, 3, 1, 1] });
  expect(best.tokenLogProbs.map((logProb) => Math.exp(logProb).toFixed(3))).toEqual([
    '0.100',
    '0.100',
    '0.400',
    '0.400',
  ]);
});

test('lengths count the end of sentence', async () => {
  expect(await bestTokens([maximumLength(3)])).toEqual([[1, 1, 0]]);
  expect(await bestTokens([maximumLength(1)])).toEqual([[0]]);
  const short = beam({ width: 4, lengthPenalty: lengthNormalization(0) });
  expect(await bestTokens([], short)).toEqual([[0]]);
  expect(await bestTokens([minimumLength(1)], short)).toEqual([[0]]);
  expect(await bestTokens([minimumLength(3)], short)).toEqual([[1, 1, 0]]);
  expect(await bestTokens([minimumLength(3), maximumLength(3)], short)).toEqual([[1, 1, 0]]);
});

test('a maximum of one constraint is known to the others', async () => {
  expect(await bestTokens([requiredPhrases([[3, 3]]), maximumLength(3)], greedy(), 9)).toEqual([[3, 3, 0]]);
  await expect(bestTokens([minimumLength(3), maximumLength(2)])).rejects.toThrow(
    'minimumLength, source 0: must be at most the maximum length 2, got 3; raise that or ask for less.',
  );
});

test('sequences do not repeat, except those with a token that may', async () => {
  const only = allowedTokens([1, 2]);
  const endless = bannedTokens([0]);
  // Word 1 is the best wherever it is allowed: 11 once, then 12, 21 once each.
  expect(await bestTokens([only, endless, noRepeatedNgrams(2)], greedy(), 5)).toEqual([[1, 1, 2, 1]]);
  expect(await bestTokens([only, endless, noRepeatedNgrams(1)], greedy(), 5)).toEqual([[1, 2]]);
  expect(await bestTokens([only, endless, noRepeatedNgrams(2, [1])], greedy(), 5)).toEqual([[1, 1, 1, 1, 1]]);
});

test('a sequence with one of the tokens that may is not counted, whatever else is in it', () => {
  const forbidden = (except: readonly number[]) => {
    const logProbs = new Float32Array(4).fill(-1);
    const place = { source: 0, eos: 0, vocabularySize: 4, maxLength: 9 };
    noRepeatedNgrams(2, except).begin(place).apply(logProbs, [1, 2, 3, 2, 1]);
    return [...logProbs.keys()].filter((token) => logProbs[token] === -Infinity);
  };
  expect(forbidden([])).toEqual([2]);
  expect(forbidden([3])).toEqual([2]);
  expect(forbidden([1])).toEqual([]);
  expect(forbidden([2])).toEqual([]);
});

test('a phrase may be banned at the end only', async () => {
  const strategy = beam({ width: 4, lengthPenalty: lengthNormalization(0) });
  expect(await bestTokens([minimumLength(2), bannedPhrases([[1, 0]])], strategy)).toEqual([[2, 0]]);
});

describe('what is refused', () => {
  test.each<[string, () => Constraint, string]>([
    [
      'a token that is none',
      () => bannedTokens([4]),
      'bannedTokens, source 0: tokens must be integers from 0 to 3, got 4;',
    ],
    [
      'half a token',
      () => allowedTokens([0.5]),
      'allowedTokens, source 0: tokens must be integers from 0 to 3, got 0.5',
    ],
    [
      'an end in a prefix',
      () => forcedPrefix([0]),
      'forcedPrefix, source 0: tokens must be integers from 0 to 3 other than the',
    ],
    ['an empty phrase', () => bannedPhrases([[]]), 'bannedPhrases: phrases must have tokens, got none in phrase 0'],
    ['no length', () => minimumLength(0), 'minimumLength: must be a positive integer, got 0'],
    ['no maximum', () => maximumLength(NaN), 'maximumLength: must be a positive integer, got NaN'],
    ['no sequence', () => noRepeatedNgrams(-1), 'noRepeatedNgrams: must be a positive integer, got -1'],
    [
      'a reward',
      () => repetitionPenalty(0.5),
      'repetitionPenalty: factor must be a finite number of at least 1, got 0.5; 1 is no penalty.',
    ],
    [
      'another vocabulary',
      () => finiteState({ start: 0, vocabularySize: 3, next: () => undefined, accepts: () => true }),
      "finiteState, source 0: must read the model's 4 tokens except the end of sentence 0, got 3 tokens; let the end",
    ],
    [
      'an end that leads somewhere',
      () => finiteState({ start: 0, vocabularySize: 4, next: () => 0, accepts: () => true }),
      'got 4 tokens and the end of sentence; let the end lead nowhere',
    ],
    [
      'what accepts nothing',
      () => finiteState({ start: 'a', vocabularySize: 4, next: () => undefined, accepts: () => false }),
      'finiteState, source 0: outputs need at least Infinity tokens',
    ],
  ])('%s', async (_, constraint, message) => {
    const find = async () => bestTokens([constraint()]);
    await expect(find()).rejects.toThrow(message);
  });

  test('an automaton without end', () => {
    const endless = { start: 0, vocabularySize: 4, next: (state: number) => state + 1, accepts: () => false };
    expect(() => finiteState(endless)).toThrow('finiteState: must have at most 32768 states');
  });
});

test('an automaton that was left allows nothing any more, not even the end', () => {
  const next = (state: number, token: number) => (token === 1 && state === 0 ? 1 : undefined);
  const constraint = finiteState<number>({ start: 0, vocabularySize: 3, next, accepts: (state) => state === 1 });
  const left = constraint.begin({ source: 0, eos: 0, vocabularySize: 3, maxLength: 5 }).after!(2);
  const logProbs = Float32Array.of(-1, -1, -1);
  left.apply(logProbs, [2]);
  expect([...logProbs]).toEqual([-Infinity, -Infinity, -Infinity]);
  expect([0, 1, 2].map((token) => left.missingAfter!(token))).toEqual([Infinity, Infinity, Infinity]);
});

test('a state from which nothing can end is as good as none, for the end of sentence too', async () => {
  const next = (state: string, token: number) =>
    state === 'start' && token === 2 ? 'said' : token === 0 ? 'dead' : 'lost';
  const said = finiteState<string>({ start: 'start', vocabularySize: 4, next, accepts: (state) => state === 'said' });
  expect(await bestTokens([said])).toEqual([[2, 0]]);
});
