import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, problemsOf, sourcesOf } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { additionTask } from './addition-task.ts';

function summandsOf({ source }: TaskExample): [string, string] {
  const plus = source.indexOf('+');
  return [source.slice(0, plus).join(''), source.slice(plus + 1).join('')];
}

const longestOf = (example: TaskExample): number => Math.max(...summandsOf(example).map((summand) => summand.length));

/** The example of a small sum, from all sums of up to two digits. */
function find(sum: string): TaskExample {
  for (const example of small.train) if (example.source.join('') === sum) return example;
  throw new Error(`no ${sum}`);
}

const small = additionTask({
  minimumLength: 1,
  maximumLength: 2,
  examples: { train: 10_000, dev: 0, test: 0 },
  random: seededRandom(1),
});
const large = allOf(
  additionTask({
    minimumLength: 1,
    maximumLength: 30,
    examples: { train: 900, dev: 50, test: 50 },
    random: seededRandom(1),
  }),
);

describe('additionTask', () => {
  describeTaskLaws(additionTask, longestOf);

  test('adds', () => {
    const all = [...small.train, ...large];
    const written = (numbers: readonly string[]) => numbers.every((number) => /^(0|[1-9]\d*)$/.test(number));
    expect(all.filter((example) => !written(summandsOf(example)))).toEqual([]);
    expect(all.map(({ targets }) => targets[0]?.join(''))).toEqual(
      all.map((example) => String(summandsOf(example).reduce((sum, summand) => sum + BigInt(summand), 0n))),
    );
    const tokens = all.flatMap(({ source, targets }) => [...source, ...targets.flat()]);
    expect(tokens.filter((token) => token.length !== 1)).toEqual([]);
  });

  test('links each digit to those of its column, and a carry out of the leading column to the leading digits', () => {
    for (const example of large) {
      const { source, targets } = example;
      const sum = targets[0] ?? [];
      const longest = longestOf(example);
      // How many tokens are between a digit and the end of its number, for every position of the source.
      const plus = source.indexOf('+');
      const powers = source.map((_, position) => (position < plus ? plus : source.length) - 1 - position);
      sum.forEach((_, target) => {
        const power = Math.min(sum.length - 1 - target, longest - 1);
        const column = [...source.keys()].filter((position) => position !== plus && powers[position] === power);
        expect(sourcesOf(example, target)).toEqual(column);
      });
    }
    expect(large.some((example) => example.targets[0]?.length === longestOf(example) + 1)).toBe(true);
  });

  test('worked by hand', () => {
    expect(find('38+5').targets).toEqual([['4', '3']]);
    expect(find('38+5').links?.map(String)).toEqual(['0,0', '1,1', '1,3']);
    expect(find('5+38').links?.map(String)).toEqual(['0,2', '1,0', '1,3']);
    expect(find('99+1').targets).toEqual([['1', '0', '0']]);
    expect(find('99+1').links?.map(String)).toEqual(['0,0', '1,0', '2,1', '2,3']);
    expect(find('7+8').links?.map(String)).toEqual(['0,0', '0,2', '1,0', '1,2']);
    expect(find('0+0')).toEqual({
      source: ['0', '+', '0'],
      targets: [['0']],
      links: [
        [0, 0],
        [0, 2],
      ],
    });
  });

  test('knows all sums of up to two digits and no more', () => {
    const sums = small.train.map(({ source }) => source.join(''));
    const numbers = [...Array.from({ length: 100 }).keys()];
    const all = numbers.flatMap((first) => numbers.map((second) => `${first}+${second}`));
    expect(sums.toSorted()).toEqual(all.toSorted());
    const run = () =>
      additionTask({
        minimumLength: 1,
        maximumLength: 2,
        examples: { train: 10_000, dev: 1, test: 0 },
        random: seededRandom(1),
      });
    expect(problemsOf(run)).toEqual([
      expect.stringMatching(/^expected at most 10000 examples, .* sums .* of 1 to 2 digits, got 10001; /),
    ]);
  });

  test('draws all columns alike, so that a summand is shorter as often as it has a leading zero', () => {
    const options = { minimumLength: 6, maximumLength: 6, random: seededRandom(3) };
    const { train } = additionTask({ ...options, examples: { train: 2000, dev: 0, test: 0 } });
    const shorter = train.filter((example) => new Set(summandsOf(example).map(({ length }) => length)).size > 1);
    // 18 of the 99 leading columns have a zero: 363.6 of 2000 expected, standard deviation 17.2, five of them on either side
    expect(Math.abs(shorter.length - 363.6)).toBeLessThan(86);
  });
});
