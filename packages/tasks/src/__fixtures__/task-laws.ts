import type { RandomSource } from '@seq2seq/text';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TaskError } from '../task-error.ts';
import type { SplitSizes, TaskData, TaskExample } from '../task.ts';
import { seededRandom } from './seeded-random.ts';

/** What every task with lengths is asked for. */
export type LengthOptions = {
  readonly minimumLength: number;
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/** All examples of a task. */
export function allOf({ train, dev, test: held }: TaskData): TaskExample[] {
  return [...train, ...dev, ...held];
}

/** The problems for which a task refuses its options; none if it takes them. */
export function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (TaskError.isInstance(error)) return error.problems;
    throw error;
  }
  return [];
}

/** That links are pairs of positions within source and target, in order and each once. */
export function expectLinks({ source, targets, links = [] }: TaskExample): void {
  links.forEach(([target, from], index) => {
    const [targetBefore, sourceBefore] = links[index - 1] ?? [0, -1];
    expect(target > targetBefore || (target === targetBefore && from > sourceBefore)).toBe(true);
    expect(from).toBeLessThan(source.length);
    expect(targets[0]?.[target]).toBeDefined();
  });
}

/** The source positions that a token of the target is linked to. */
export function sourcesOf({ links = [] }: TaskExample, target: number): number[] {
  return links.flatMap(([from, source]) => (from === target ? [source] : []));
}

/**
 * What holds for every task that invents sequences between two lengths.
 *
 * @param lengthOf - what the lengths count, by default the tokens of the source
 */
export function describeTaskLaws(
  makeTask: (options: LengthOptions) => TaskData,
  lengthOf: (example: TaskExample) => number = ({ source }) => source.length,
): void {
  const size = fc.nat({ max: 30 });
  const someOptions = fc.record({
    minimumLength: fc.integer({ min: 3, max: 5 }),
    maximumLength: fc.integer({ min: 5, max: 12 }),
    examples: fc.record({ train: size, dev: size, test: size }),
  });
  const runs = { seed: 1, numRuns: 40 };

  describe('like every task', () => {
    test('gives as many examples as asked for, of the right lengths, each with one target and its links', () => {
      fc.assert(
        fc.property(someOptions, fc.integer(), (given, seed) => {
          const data = makeTask({ ...given, random: seededRandom(seed) });
          const sizes = { train: data.train.length, dev: data.dev.length, test: data.test.length };
          expect(sizes).toEqual(given.examples);
          for (const example of allOf(data)) {
            expect(lengthOf(example)).toBeGreaterThanOrEqual(given.minimumLength);
            expect(lengthOf(example)).toBeLessThanOrEqual(given.maximumLength);
            expect(example.targets).toHaveLength(1);
            expect(example.targets[0]).not.toEqual([]);
            expect(example.links).toBeDefined();
            expectLinks(example);
          }
        }),
        runs,
      );
    });

    test('has every source once in all splits together', () => {
      fc.assert(
        fc.property(someOptions, fc.integer(), (given, seed) => {
          const sources = allOf(makeTask({ ...given, random: seededRandom(seed) })).map(({ source }) => source.join(' '));
          expect(new Set(sources).size).toBe(sources.length);
        }),
        runs,
      );
    });

    test('is decided by the random state', () => {
      const [first, again, other] = [1, 1, 2].map((seed) =>
        makeTask({
          minimumLength: 3,
          maximumLength: 8,
          examples: { train: 20, dev: 5, test: 5 },
          random: seededRandom(seed),
        }),
      );
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    });

    test('draws every length about equally often', () => {
      const { train } = makeTask({
        minimumLength: 4,
        maximumLength: 8,
        examples: { train: 1000, dev: 0, test: 0 },
        random: seededRandom(5),
      });
      // 200 expected, standard deviation 12.6: five of them on either side
      for (let length = 4; length <= 8; length++) {
        const count = train.filter((example) => lengthOf(example) === length).length;
        expect(Math.abs(count - 200)).toBeLessThan(64);
      }
    });

    test('names all bad options at once', () => {
      const run = () =>
        makeTask({
          minimumLength: 0,
          maximumLength: -1,
          examples: { train: -1, dev: 0.5, test: 1 },
          random: seededRandom(1),
        });
      expect(problemsOf(run)).toEqual([
        expect.stringContaining('expected minimumLength to be an integer of at least 1, got 0;'),
        expect.stringContaining('expected maximumLength to be an integer of at least minimumLength 0, got -1;'),
        expect.stringContaining('expected examples.train to be an integer of at least 0, got -1;'),
        expect.stringContaining('expected examples.dev to be an integer of at least 0, got 0.5;'),
      ]);
    });
  });
}
