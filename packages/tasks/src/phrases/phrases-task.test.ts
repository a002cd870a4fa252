import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, problemsOf, sourcesOf } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { phrasesTask, type PhrasesOptions } from './phrases-task.ts';

const many = allOf(phrasesTask({ examples: { train: 12_000, dev: 500, test: 500 }, random: seededRandom(1) }));

/** All phrases of up to three words. */
const short = allOf(
  phrasesTask({
    minimumLength: 1,
    maximumLength: 3,
    examples: { train: countOf(1, 3), dev: 0, test: 0 },
    random: seededRandom(1),
  }),
);

/** How many phrases there are, as the error says. */
function countOf(minimumLength: number, maximumLength: number): number {
  const examples = { train: Number.MAX_SAFE_INTEGER, dev: 0, test: 0 };
  const [problem = ''] = problemsOf(() =>
    phrasesTask({ minimumLength, maximumLength, examples, random: seededRandom(1) }),
  );
  return Number(/^expected at most (\d+) examples, the number of different phrases/.exec(problem)?.[1]);
}

/** Each English word with those French ones that are linked to it. */
function targetsOf({ links = [], targets }: TaskExample, place: number): string {
  return links.flatMap(([target, source]) => (source === place ? [targets[0]?.[target]] : [])).join(' ');
}

describe('phrasesTask', () => {
  describeTaskLaws(phrasesTask);

  test('has 12,000 phrases to learn and as many more as anybody needs, of 2 to 9 words unless told otherwise', () => {
    expect(many).toHaveLength(13_000);
    expect(new Set(many.map(({ source }) => source.join(' '))).size).toBe(13_000);
    const lengths = many.map(({ source }) => source.length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([2, 9]);
    expect(countOf(2, 9)).toBeGreaterThan(1e11);
  });

  test('has no phrase twice', () => {
    expect(new Set(short.map(({ source }) => source.join(' '))).size).toBe(short.length);
    expect(short.length).toBeGreaterThan(20_000);
  });

  test('has phrases of 2 to 15 words and no others', () => {
    expect(countOf(1, 1)).toBe(0);
    for (let length = 2; length <= 15; length++) expect(countOf(length, length)).toBeGreaterThan(1000);
    const run = (bad: Partial<PhrasesOptions>) =>
      problemsOf(() => phrasesTask({ examples: { train: 1, dev: 0, test: 0 }, random: seededRandom(1), ...bad }));
    expect(run({ maximumLength: 16 })).toEqual([expect.stringContaining('at most 15, got 16;')]);
  });

  test('writes words in lower case, with an apostrophe where something is elided', () => {
    const english = many.flatMap(({ source }) => source);
    expect(english.filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
    const french = new Set(many.flatMap(({ targets }) => targets.flat()));
    const strange = [...french].filter(
      (word) => !/^[a-zàâçèéêîôûùœ]+$/.test(word) && !["l'", "d'", "n'"].includes(word),
    );
    expect(strange).toEqual([]);
    expect(french.size).toBeLessThan(400);
  });

  test('links every word of both languages, to its translation', () => {
    const bad = many.filter((example) => {
      const { source, targets } = example;
      const isUnlinked = targets[0]?.some((_, target) => sourcesOf(example, target).length === 0);
      return isUnlinked || source.some((_, place) => targetsOf(example, place) === '');
    });
    expect(bad).toEqual([]);
    const translations: Readonly<Record<string, RegExp>> = {
      ...{
        not: /^(ne|n') pas$/,
        very: /^très$/,
        with: /^avec$/,
        of: /^(de|d'|du|des|devant)$/,
        near: /^près (de|d'|du|des)$/,
      },
      ...{ front: /^devant$/, to: /^(à|au|aux|écoute|écoutent)$/, his: /^(son|sa|ses)$/, her: /^(son|sa|ses)$/ },
      ...{ the: /^(le|la|l'|les|du|des|au|aux)$/, a: /^une?$/, an: /^une?$/, some: /^(du|des|de|d'|de la|de l')$/ },
      ...{ old: /^(vieux|vieil|vieilles?)$/, beautiful: /^(beau|bel|beaux|belles?)$/, white: /^(blancs?|blanches?)$/ },
      ...{
        horse: /^cheval$/,
        horses: /^chevaux$/,
        sleep: /^(dort|dorment)$/,
        sleeps: /^dort$/,
        expensive: /^ch[eè]re?s?$/,
      },
    };
    for (const example of many) {
      example.source.forEach((word, place) => {
        const expected = translations[word];
        if (expected !== undefined) expect(targetsOf(example, place)).toMatch(expected);
      });
    }
  });

  test('draws all shapes', () => {
    const text = many.map(({ source }) => source.join(' '));
    const shapes = [
      'is not',
      'are very',
      'does not',
      'do not',
      'in front of',
      'looks for',
      'speaks to',
      'each',
      'an',
      'of the',
    ];
    for (const shape of shapes)
      expect(text.filter((phrase) => ` ${phrase} `.includes(` ${shape} `)).length).toBeGreaterThan(5);
  });
});
