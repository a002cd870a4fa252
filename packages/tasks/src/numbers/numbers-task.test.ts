import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, problemsOf, sourcesOf } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { numbersTask, type NumbersOptions } from './numbers-task.ts';

const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'none ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales = 'thousand million billion trillion quadrillion quintillion'.split(' ');

/** Reads a number aloud backwards, as it were: words to an integer. */
function readNumber(words: readonly string[]): bigint {
  let [total, group] = [0n, 0n];
  for (const word of words) {
    if (word === 'hundred') group *= 100n;
    else if (scales.includes(word)) {
      total += group * 1000n ** BigInt(scales.indexOf(word) + 1);
      group = 0n;
    } else if (tens.includes(word) && word !== 'ten') group += BigInt(tens.indexOf(word) * 10);
    else if (teens.includes(word)) group += BigInt(10 + teens.indexOf(word));
    else {
      expect(small.slice(0, 10)).toContain(word);
      group += BigInt(small.indexOf(word));
    }
  }
  return total + group;
}

/** The word that linked digits make, from what they are and where they stand. */
function expectWord(word: string, linked: readonly number[], digits: readonly string[]): void {
  const places = linked.map((place) => digits.length - 1 - place); // from the right
  const said = linked.map((place) => digits[place]).join('');
  if (word === 'hundred') {
    expect([places.length, (places[0] ?? 0) % 3, said === '0']).toEqual([1, 2, false]);
  } else if (scales.includes(word)) {
    expect(places).toEqual([3 * (scales.indexOf(word) + 1)]);
  } else if (teens.includes(word)) {
    expect([said, (places[0] ?? 0) % 3, (places[0] ?? 0) - (places[1] ?? 0)]).toEqual([
      `1${teens.indexOf(word)}`,
      1,
      1,
    ]);
  } else if (tens.includes(word)) {
    expect([said, (places[0] ?? 0) % 3]).toEqual([String(tens.indexOf(word)), 1]);
  } else {
    expect([said, (places[0] ?? 0) % 3 !== 1]).toEqual([String(small.indexOf(word)), true]);
  }
}

/** The only example of a task that is asked for one number. */
function find(number: string, options: Partial<NumbersOptions> = {}): TaskExample {
  const { train } = numbersTask({
    minimumLength: 1,
    maximumLength: 4,
    examples: { train: 10_000, dev: 0, test: 0 },
    random: seededRandom(1),
    ...options,
  });
  for (const example of train) if (example.source.join(' ') === number) return example;
  throw new Error(`no ${number}`);
}

const examples = { train: 300, dev: 30, test: 30 };

describe('numbersTask, digits to words', () => {
  describeTaskLaws(numbersTask);

  test('writes each number in words that read back as that number', () => {
    const data = numbersTask({ minimumLength: 1, maximumLength: 21, examples, random: seededRandom(1) });
    for (const { source, targets } of allOf(data)) {
      expect(source.join('')).toMatch(/^(0|[1-9]\d*)$/);
      expect(readNumber(targets[0] ?? [])).toBe(BigInt(source.join('')));
    }
  });

  test('links each word to the digits that it says or whose place it says, and all digits but zeros', () => {
    const data = numbersTask({ minimumLength: 1, maximumLength: 21, examples, random: seededRandom(2) });
    for (const example of allOf(data)) {
      const { source, targets, links } = example;
      targets[0]?.forEach((word, target) => expectWord(word, sourcesOf(example, target), source));
      const linked = new Set(links?.map(([, place]) => place));
      source.forEach((digit, place) => expect(digit === '0' || linked.has(place)).toBe(true));
    }
  });

  test('worked by hand', () => {
    const ten = find('6 0 1 0');
    expect(ten.targets).toEqual([['six', 'thousand', 'ten']]);
    expect(ten.links?.map(String)).toEqual(['0,0', '1,0', '2,2', '2,3']);
    const hundreds = find('7 2 5');
    expect(hundreds.targets).toEqual([['seven', 'hundred', 'twenty', 'five']]);
    expect(hundreds.links?.map(String)).toEqual(['0,0', '1,0', '2,1', '3,2']);
    expect(find('0')).toEqual({ source: ['0'], targets: [['zero']], links: [[0, 0]] });
  });

  test('knows all numbers of up to three digits and no more', () => {
    const options = { minimumLength: 1, maximumLength: 3, random: seededRandom(1) };
    const { train } = numbersTask({ ...options, examples: { train: 1000, dev: 0, test: 0 } });
    const numbers = train.map(({ source }) => Number(source.join(''))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 1000 }, (_, number) => number));
    expect(new Set(train.map(({ targets }) => targets.join())).size).toBe(1000);
    expect(problemsOf(() => numbersTask({ ...options, examples: { train: 1000, dev: 1, test: 0 } }))).toEqual([
      expect.stringMatching(/^expected at most 1000 examples, .* numbers of 1 to 3 digits, got 1001; /),
    ]);
  });

  test('has words for 66 digits and refuses more', () => {
    const run = (maximumLength: number) =>
      numbersTask({
        minimumLength: 60,
        maximumLength,
        examples: { train: 50, dev: 0, test: 0 },
        random: seededRandom(1),
      });
    expect(run(66).train.flatMap(({ targets }) => targets.flat())).toContain('vigintillion');
    expect(run(66).train.flatMap(({ targets }) => targets.flat())).not.toContain('undefined');
    expect(problemsOf(() => run(67))).toEqual([expect.stringContaining('at most 66, got 67;')]);
  });

  test('refuses another direction', () => {
    const bad: Partial<NumbersOptions> = JSON.parse('{"direction":"backwards"}');
    expect(problemsOf(() => find('1', bad))).toEqual([expect.stringContaining('got "backwards";')]);
  });
});

describe('numbersTask, words to digits', () => {
  const options = { minimumLength: 1, maximumLength: 12, examples };
  const wordsToDigits = (given: NumbersOptions) => numbersTask({ ...given, direction: 'words-to-digits' });
  describeTaskLaws(wordsToDigits, ({ targets }) => targets[0]?.length ?? 0);

  test('is the same the other way round, links included', () => {
    const there = allOf(numbersTask({ ...options, random: seededRandom(4) }));
    const back = allOf(wordsToDigits({ ...options, random: seededRandom(4) }));
    expect(back.map(({ source }) => source)).toEqual(there.map(({ targets }) => targets[0]));
    expect(back.map(({ targets }) => targets[0])).toEqual(there.map(({ source }) => source));
    back.forEach(({ links = [] }, index) => {
      const turned = links.map(([target, source]) => `${source},${target}`);
      expect(turned.toSorted()).toEqual(there[index]?.links?.map(String).toSorted());
    });
  });
});
