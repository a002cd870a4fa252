import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { expectLinks, sourcesOf } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { datesTask } from './dates-task.ts';

/** For each character of the ISO date the source characters that it is linked to, as text. */
function linkedText(example: TaskExample): string[] {
  return (example.targets[0] ?? []).map((_, target) =>
    sourcesOf(example, target)
      .map((place) => example.source[place])
      .join(''),
  );
}

function examplesOf(locale: string): readonly TaskExample[] {
  const { train } = datesTask({
    examples: { train: 400, dev: 0, test: 0 },
    random: seededRandom(1),
    locales: [locale],
  });
  return train;
}

describe('links of dates', () => {
  test.each(['en-US', 'en-GB'])('lead to the digits of year and day, and to the month as named, in %s', (locale) => {
    for (const example of examplesOf(locale)) {
      expectLinks(example);
      const text = example.source.join('');
      const named = /([A-Z][a-z]+)(?: \d\d?, | )\d{4}$/.exec(text)?.[1];
      const day = /(?<!\d)\d\d?(?!\d)/.exec(text)?.[0] ?? '';
      const year = /\d{4}$/.exec(text)?.[0] ?? '';
      const days = day.length === 2 ? Array.from(day) : [day, day];
      expect(named).toBeDefined();
      expect(linkedText(example)).toEqual([...year, '', named, named, '', ...days]);
    }
  });

  test.each([
    ['ja', /^(\d{4})年(\d\d?)月(\d\d?)日/],
    ['zh-CN', /^(\d{4})年(\d\d?)月(\d\d?)日/],
  ])('lead to the digits of numbered months in %s', (locale, pattern) => {
    for (const example of examplesOf(locale)) {
      expectLinks(example);
      const [, year = '', month = '', day = ''] = pattern.exec(example.source.join('')) ?? [];
      const linked = linkedText(example).map((text) => text.replace('月', ''));
      const halves = [month, day].map((part) => (part.length === 2 ? Array.from(part) : [part, part]));
      expect(linked).toEqual([...year, '', ...(halves[0] ?? []), '', ...(halves[1] ?? [])]);
    }
  });

  test('know Arabic digits: the day first, then the month, then the year', () => {
    for (const example of examplesOf('ar-EG')) {
      expectLinks(example);
      const read = linkedText(example).map((text) =>
        text.replaceAll(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))),
      );
      const iso = example.targets[0] ?? [];
      expect(read.slice(0, 4)).toEqual(iso.slice(0, 4));
      // A day of one digit gives both of its two, so the zero is made from the digit that follows it.
      const isOneDigit = String(sourcesOf(example, 8)) === String(sourcesOf(example, 9));
      expect(read.slice(8)).toEqual(isOneDigit ? [iso[9], iso[9]] : iso.slice(8));
      expect(isOneDigit && iso[8] !== '0').toBe(false);
    }
  });
});
