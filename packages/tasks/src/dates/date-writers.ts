import { TaskError } from '../task-error.ts';
import { dayAsDate } from './calendar-day.ts';

/** One way of writing a day, which says what each part of the text is. */
export type DateWriter = (day: number) => Intl.DateTimeFormatPart[];

/** With the day of the week and without, long and short; always with a four-digit year. */
const styles: readonly Intl.DateTimeFormatOptions[] = [
  { dateStyle: 'full' },
  { dateStyle: 'long' },
  { dateStyle: 'medium' },
  { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  { weekday: 'long', year: 'numeric', month: 'short', day: 'numeric' },
  { year: 'numeric', month: 'long', day: '2-digit' },
];

/**
 * The ways in which some locales write days, leaving out those that name the month by a mere number, such as "3.05.2021",
 * because another locale would read them differently.
 *
 * @param locales - BCP 47 language tags, for example "en-GB"
 * @throws TaskError if the list is empty, or a locale names no months or is unknown to this machine, which would then
 *   silently write its own
 */
export function dateWriters(locales: readonly string[]): DateWriter[] {
  const writers = new Map(locales.map((locale) => [locale, isSupported(locale) ? writersOf(locale) : []]));
  const silent = [...writers].filter(([, own]) => own.length === 0).map(([locale]) => JSON.stringify(locale));
  if (silent.length > 0 || locales.length === 0) {
    throw new TaskError('datesTask', [
      `expected locales that Intl.DateTimeFormat knows here and that name months, got ${silent.join(', ') || 'none'}; use tags like "en-GB"`,
    ]);
  }
  return [...writers.values()].flat();
}

function writersOf(locale: string): DateWriter[] {
  return styles
    .map((style) => new Intl.DateTimeFormat(locale, { ...style, calendar: 'gregory', timeZone: 'UTC' }))
    .filter(saysWhichIsTheMonth)
    .map((format) => (day: number) => format.formatToParts(dayAsDate(day)));
}

function isSupported(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false; // not a language tag at all
  }
}

/** Whether the month is a word ("May"), or a number marked as month by a word that follows ("5月"). */
function saysWhichIsTheMonth(format: Intl.DateTimeFormat): boolean {
  const parts = format.formatToParts(dayAsDate(0));
  const month = parts.findIndex(({ type }) => type === 'month');
  return /\p{Letter}/u.test(parts[month]?.value ?? '') || /^\p{Letter}/u.test(parts[month + 1]?.value ?? '');
}
