import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { TaskError } from '../task-error.ts';
import { reverseTask, type ReverseOptions } from './reverse-task.ts';

const size = fc.nat({ max: 30 });
const someOptions = fc.record({
  minimumLength: fc.integer({ min: 2, max: 4 }),
  maximumLength: fc.integer({ min: 4, max: 8 }),
  examples: fc.record({ train: size, dev: size, test: size }),
});
const fixed: ReverseOptions = {
  minimumLength: 1,
  maximumLength: 2,
  symbols: ['a', 'b', 'c'],
  examples: { train: 8, dev: 2, test: 2 },
  random: seededRandom(1),
};

/** The problems of options that must be refused. */
function problemsOf(options: Partial<ReverseOptions>): readonly string[] {
  try {
    reverseTask({ ...fixed, ...options });
  } catch (error) {
    if (TaskError.isInstance(error)) return error.problems;
    throw error;
  }
  return [];
}

describe('reverseTask', () => {
  test('gives as many examples as asked for, of the right lengths, each with its reversal', () => {
    fc.assert(
      fc.property(someOptions, fc.integer(), (options, seed) => {
        const data = reverseTask({ ...options, random: seededRandom(seed) });
        const { train, dev, test: held } = data;
        expect({ train: train.length, dev: dev.length, test: held.length }).toEqual(options.examples);
        for (const { source, targets, links } of [...train, ...dev, ...held]) {
          expect(source.length).toBeGreaterThanOrEqual(options.minimumLength);
          expect(source.length).toBeLessThanOrEqual(options.maximumLength);
          expect(source.join('')).toMatch(/^[a-z]+$/);
          expect(targets).toHaveLength(1);
          source.forEach((symbol, index) => expect(targets[0]?.at(-1 - index)).toBe(symbol));
          expect(targets[0]).toHaveLength(source.length);
          expect(links?.map(([, from]) => source[from])).toEqual(targets[0]);
          expect(links?.map(([target, from]) => target + from)).toEqual(source.map(() => source.length - 1));
          expect(links?.map(([target]) => target)).toEqual([...source.keys()]);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('has every source once', () => {
    fc.assert(
      fc.property(someOptions, fc.integer(), (options, seed) => {
        const data = reverseTask({ ...options, random: seededRandom(seed) });
        const sources = [...data.train, ...data.dev, ...data.test].map(({ source }) => source.join(' '));
        expect(new Set(sources).size).toBe(sources.length);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('is decided by the random state', () => {
    const [first, again, other] = [1, 1, 2].map((seed) =>
      reverseTask({ ...fixed, symbols: ['a', 'b', 'c', 'd'], random: seededRandom(seed) }),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('can use up the whole space: 3 sequences of one and 9 of two symbols', () => {
    for (const random of [seededRandom(1), { next: () => 0 }, { next: () => 0.999999 }]) {
      const { train, dev, test: held } = reverseTask({ ...fixed, random });
      const sources = [...train, ...dev, ...held].map(({ source }) => source.join(''));
      expect(sources.toSorted()).toEqual('a aa ab ac b ba bb bc c ca cb cc'.split(' '));
    }
  });

  test('has short sequences in every split, although they run out', () => {
    const data = reverseTask({
      minimumLength: 1,
      maximumLength: 4,
      examples: { train: 100, dev: 100, test: 100 },
      random: seededRandom(5),
    });
    for (const examples of [data.train, data.dev, data.test]) {
      expect(examples.some(({ source }) => source.length === 1)).toBe(true);
    }
  });

  test('draws every length about equally often', () => {
    const { train } = reverseTask({
      minimumLength: 4,
      maximumLength: 8,
      examples: { train: 1000, dev: 0, test: 0 },
      random: seededRandom(5),
    });
    // 200 expected, standard deviation 12.6: five of them on either side
    for (let length = 4; length <= 8; length++) {
      const count = train.filter(({ source }) => source.length === length).length;
      expect(Math.abs(count - 200)).toBeLessThan(64);
    }
  });

  test('takes symbols longer than a letter', () => {
    const { train } = reverseTask({ ...fixed, symbols: ['ab', 'a', 'b'], examples: { train: 12, dev: 0, test: 0 } });
    expect(new Set(train.map(({ source }) => source.join(' '))).size).toBe(12);
    expect(train.flatMap(({ source }) => source)).toContain('ab');
  });

  test('says when there are too few sequences', () => {
    const problems = problemsOf({ examples: { train: 8, dev: 2, test: 3 } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^expected at most 12 examples, .* of 1 to 2 from 3 symbols, got 13; /);
  });

  test('names all bad options at once', () => {
    expect(problemsOf({ symbols: [], minimumLength: 0, maximumLength: -1 })).toHaveLength(3);
    expect(problemsOf({ examples: { train: -1, dev: 0.5, test: Number.NaN } })).toEqual([
      expect.stringContaining('examples.train to be an integer of at least 0, got -1'),
      expect.stringContaining('examples.dev to be an integer of at least 0, got 0.5'),
      expect.stringContaining('examples.test to be an integer of at least 0, got NaN'),
    ]);
    expect(problemsOf({ symbols: ['a', '', 'a', 'b'] })).toEqual([
      expect.stringContaining('got an empty one'),
      expect.stringContaining('got "a" more than once'),
    ]);
    expect(problemsOf({ minimumLength: 3, maximumLength: 2 })).toEqual([
      expect.stringContaining('expected maximumLength to be an integer of at least minimumLength 3, got 2'),
    ]);
  });
});
