import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, problemsOf, sourcesOf } from '../__fixtures__/task-laws.ts';
import { translationTask, type TranslationOptions } from './translation-task.ts';

const options: TranslationOptions = {
  minimumLength: 10,
  maximumLength: 40,
  examples: { train: 400, dev: 40, test: 40 },
  random: seededRandom(1),
};

/** What a reader of the examples can find out: the dictionary, and which words move back or forward. */
function learn(given: Partial<TranslationOptions>) {
  const examples = allOf(translationTask({ ...options, random: seededRandom(1), ...given }));
  const dictionary = new Map<string, string>();
  const movedBack = new Set<string>();
  const movedForward = new Set<string>();
  for (const example of examples) {
    for (const [target, source] of example.links ?? []) {
      const word = example.source[source] ?? '';
      const translation = example.targets[0]?.[target] ?? '';
      expect(dictionary.get(word) ?? translation).toBe(translation);
      dictionary.set(word, translation);
      if (target > source) movedBack.add(word);
      if (target < source) movedForward.add(word);
    }
  }
  return { examples, dictionary, movedBack, movedForward };
}

describe('translationTask', () => {
  describeTaskLaws(translationTask);
  describeTaskLaws((given) => translationTask({ ...given, words: 30, modifierShare: 0.8 }));

  test('translates each word in one way, and no two words in the same', () => {
    const { dictionary } = learn({});
    expect(dictionary.size).toBe(100);
    expect(new Set(dictionary.values()).size).toBe(100);
    for (const [word, translation] of dictionary) {
      expect(word).toMatch(/^([^aeiou][aeiou]){2}$/);
      expect(translation).toMatch(/^([aeiou][^aeiou]){2}$/);
    }
  });

  test('links every word of either side once, to at most one place aside', () => {
    for (const example of learn({}).examples) {
      const places = example.source.map((_, target) => sourcesOf(example, target));
      expect(places.flat().toSorted((a, b) => a - b)).toEqual([...example.source.keys()]);
      places.forEach((own, target) => {
        expect(own).toHaveLength(1);
        expect(Math.abs((own[0] ?? -9) - target)).toBeLessThanOrEqual(1);
      });
    }
  });

  test.each([0.1, 0.25, 0.8])(
    'moves a word behind the next one if and only if it alone is a modifier, share %d',
    (share) => {
      const { examples, dictionary, movedBack, movedForward } = learn({ modifierShare: share });
      expect(movedBack.size).toBe(100 * share);
      expect([...movedForward].filter((word) => movedBack.has(word))).toEqual([]);
      // The order in letters: m for a modifier, n for others; every "mn" turns round, wherever it stands.
      for (const { source, targets } of examples) {
        const kinds = source.map((word) => (movedBack.has(word) ? 'm' : 'n')).join('');
        const words = source.map((word) => dictionary.get(word));
        const expected = [...words];
        for (const { index } of kinds.matchAll(/mn/g))
          [expected[index], expected[index + 1]] = [words[index + 1], words[index]];
        expect(targets).toEqual([expected]);
      }
    },
  );

  test.each([0, 1])('keeps the order if the share is %d', (modifierShare) => {
    const { examples, movedBack } = learn({ modifierShare });
    expect(movedBack.size).toBe(0);
    for (const { source, links } of examples) expect(links).toEqual(source.map((_, place) => [place, place]));
  });

  test('can have as many words as there are, and one', () => {
    expect(learn({ words: 4900, examples: { train: 2000, dev: 0, test: 0 } }).dictionary.size).toBeGreaterThan(4800);
    expect(learn({ words: 1, examples: { train: 31, dev: 0, test: 0 } }).dictionary.size).toBe(1);
  });

  test('names all bad options at once', () => {
    const run = (bad: Partial<TranslationOptions>) => problemsOf(() => translationTask({ ...options, ...bad }));
    expect(run({ words: 4901, modifierShare: Number.NaN, minimumLength: 0 })).toEqual([
      expect.stringContaining('expected words to be an integer from 1 to 4900, got 4901;'),
      expect.stringContaining('expected modifierShare from 0 to 1, got NaN;'),
      expect.stringContaining('expected minimumLength to be an integer of at least 1, got 0;'),
    ]);
    expect(run({ words: 1 })).toEqual([expect.stringContaining('expected at most 31 examples')]);
  });
});
