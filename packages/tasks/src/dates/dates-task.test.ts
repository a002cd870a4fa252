import { afterEach, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { TaskError } from '../task-error.ts';
import type { TaskData, TaskExample } from '../task.ts';
import { datesTask, type DatesOptions } from './dates-task.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sat', 'sun', 'mon', 'tue', 'wed', 'thu', 'fri'];

/** The day of the week by Zeller's congruence (1887), 0 for Saturday: an oracle that shares nothing with `Date`. */
function zeller(year: number, month: number, day: number): number {
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  return (day + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
}

/** Reads an English date in words, and checks its day of the week if it names one. */
function readEnglish(text: string): string {
  const [, weekday, first, second, year] =
    /^(?:([A-Z][a-z]+), )?(?:(\d{1,2} [A-Z][a-z]+)|([A-Z][a-z]+ \d{1,2},)) (\d{4})$/.exec(text) ?? [];
  const dayAndMonth = first ?? second ?? '';
  const day = Number(/\d+/.exec(dayAndMonth)?.[0]);
  const month = months.indexOf((/[A-Z][a-z]+/.exec(dayAndMonth)?.[0] ?? '').slice(0, 3).toLowerCase()) + 1;
  if (weekday !== undefined) {
    expect(weekday.slice(0, 3).toLowerCase()).toBe(weekdays[zeller(Number(year), month, day)]);
  }
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function textOf(tokens: readonly string[] | undefined): string {
  return tokens?.join('') ?? '';
}

function allOf({ train, dev, test: held }: TaskData): TaskExample[] {
  return [...train, ...dev, ...held];
}

function trainingOnly(train: number): DatesOptions {
  return { examples: { train, dev: 0, test: 0 }, random: seededRandom(1) };
}

const examples = { train: 900, dev: 60, test: 40 };

describe('datesTask', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('writes each day in English words and in ISO 8601, character by character', () => {
    const data = datesTask({ examples, random: seededRandom(1) });
    expect({ train: data.train.length, dev: data.dev.length, test: data.test.length }).toEqual(examples);
    for (const { source, targets } of allOf(data)) {
      expect([...source, ...targets.flat()].every((token) => Array.from(token).length === 1)).toBe(true);
      expect(targets.map(textOf)).toEqual([readEnglish(textOf(source))]);
    }
  });

  test('has every day once', () => {
    const days = allOf(datesTask({ examples, random: seededRandom(1) })).map(({ targets }) => textOf(targets[0]));
    expect(new Set(days).size).toBe(1000);
  });

  test('covers both centuries and all ways of writing', () => {
    const data = datesTask({ examples, random: seededRandom(1) });
    const texts = data.train.map(({ source }) => textOf(source));
    for (const pattern of [
      /^[A-Z]\w+day, [A-Z]\w+ \d+, \d{4}$/,
      /^[A-Z]\w+day, \d+ [A-Z]\w+ \d{4}$/,
      /^[A-Z]\w\w, [A-Z]\w\w \d+, \d{4}$/,
      /^(January|December) \d+, \d{4}$/,
      /^\d+ (Jan|Dec) \d{4}$/,
      /^0\d [A-Z]\w+ \d{4}$/,
      / 19\d\d$/,
      / 20\d\d$/,
    ]) {
      expect(
        texts.some((text) => pattern.test(text)),
        String(pattern),
      ).toBe(true);
    }
  });

  test('is decided by the random state', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => datesTask({ examples, random: seededRandom(seed) }));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test.each([
    ['Pacific/Kiritimati', -840],
    ['Pacific/Pago_Pago', 660],
  ])('does not depend on the time zone %s', (zone, offset) => {
    const data = datesTask({ examples, random: seededRandom(3) });
    vi.stubEnv('TZ', zone);
    expect(new Date(1e12).getTimezoneOffset()).toBe(offset);
    expect(datesTask({ examples, random: seededRandom(3) })).toEqual(data);
  });

  test('knows all days from 1900 to 2099 and no more', () => {
    const days = datesTask(trainingOnly(73_049)).train.map(({ targets }) => textOf(targets[0]));
    const sorted = days.toSorted();
    expect(new Set(days).size).toBe(73_049); // 200 years of 365 days and 49 leap days: 1900 has none, 2000 has
    expect([sorted[0], sorted.at(-1)]).toEqual(['1900-01-01', '2099-12-31']);
    expect(sorted).toContain('2000-02-29');
    expect(() => datesTask(trainingOnly(73_050))).toThrow(TaskError);
    expect(() => datesTask(trainingOnly(73_050))).toThrow(/expected at most 73049 examples, .* got 73050/);
  });

  test.each(['bg', 'lt', 'de', 'ja', 'ar-EG', 'fa'])('leaves out bare numbers for months in %s', (locale) => {
    const { train } = datesTask({ ...trainingOnly(300), locales: [locale] });
    for (const { source } of train) {
      expect(textOf(source)).not.toMatch(/\p{Nd}[-./\u200F\s]+\p{Nd}+[-./\u200F\s]+\p{Nd}/u);
      expect(textOf(source)).toMatch(/\p{Letter}/u);
    }
  });

  test('counts years as the Gregorian calendar does, whatever the locale', () => {
    const { train } = datesTask({ ...trainingOnly(100), locales: ['th'] });
    for (const { source, targets } of train) expect(textOf(source)).toContain(textOf(targets[0]).slice(0, 4));
  });

  test('uses every locale it is given, and only those', () => {
    const { train } = datesTask({ examples, random: seededRandom(1), locales: ['fr', 'de'] });
    const texts = train.map(({ source }) => textOf(source));
    expect(texts.some((text) => text.includes('janvier'))).toBe(true);
    expect(texts.some((text) => text.includes('Januar'))).toBe(true);
    expect(texts.some((text) => text.includes('January'))).toBe(false);
  });

  test.each([[['xx-XX']], [['en-GB', 'not a tag']], [[]]])('refuses the locales %j', (locales) => {
    const run = () => datesTask({ examples, random: seededRandom(1), locales });
    expect(run).toThrow(TaskError);
    expect(run).toThrow(locales.length === 0 ? 'got none' : `got ${JSON.stringify(locales.at(-1))};`);
  });

  test('refuses sizes that are no counts', () => {
    const sizes = { train: 1.5, dev: 0, test: -1 };
    expect(() => datesTask({ examples: sizes, random: seededRandom(1) })).toThrow(
      /examples\.train.*got 1\.5[^]*examples\.test.*got -1/,
    );
  });
});
