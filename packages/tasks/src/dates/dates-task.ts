import { characterTokenizer, shuffle, type RandomSource } from '@seq2seq/text';
import { drawFrom } from '../draw.ts';
import { sizeProblems, splitExamples, totalSize } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { SplitSizes, TaskData, TaskExample } from '../task.ts';
import { firstDay, isoDate, lastDay } from './calendar-day.ts';
import { dateWriters } from './date-writers.ts';
import { writtenDay } from './written-day.ts';

export type DatesOptions = {
  readonly examples: SplitSizes;
  readonly random: RandomSource;
  /** Whose ways of writing dates to use, as BCP 47 language tags. Default: "en-US" and "en-GB". */
  readonly locales?: readonly string[];
};

/**
 * Dates as people write them, to ISO 8601, character by character: "Monday, May 3, 2021" becomes "2021-05-03". Each example
 * is another day between 1900-01-01 and 2099-12-31, so no day is in two splits, written in a random style of a random locale.
 *
 * Links go from the digits of the year to those of the year, from those of the month to all of its name, and from those of the
 * day to its one or two digits. Hyphens and the day of the week have none.
 *
 * The same random state gives the same days everywhere. Their wording comes from `Intl.DateTimeFormat` and may differ between
 * versions of its data, for example in a space or a comma.
 *
 * @throws TaskError if an option is out of range, there are fewer days than examples asked for, or a locale is unknown
 */
export function datesTask({ examples, random, locales = ['en-US', 'en-GB'] }: DatesOptions): TaskData {
  const problems = sizeProblems(examples);
  const available = lastDay - firstDay + 1;
  const wanted = totalSize(examples);
  if (wanted > available) {
    problems.push(
      `expected at most ${available} examples, one per day from 1900 to 2099, got ${wanted}; ask for fewer`,
    );
  }
  if (problems.length > 0) throw new TaskError('datesTask', problems);
  const writers = dateWriters(locales);
  const days = shuffle(
    Array.from({ length: available }, (_, index) => firstDay + index),
    random,
  ).slice(0, wanted);
  const invented = days.map((day): TaskExample => {
    const { source, links } = writtenDay(drawFrom(writers, random)(day));
    return { source, targets: [characterTokenizer.tokenize(isoDate(day))], links };
  });
  return splitExamples(invented, examples);
}
