import type { RandomSource } from '@seq2seq/text';
import { distinctSequences, type SequenceSpace } from '../distinct-sequences.ts';
import { lengthProblems } from '../random-sequences.ts';
import { sizeProblems, splitExamples } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { Link, SplitSizes, TaskData, TaskExample } from '../task.ts';
import { mostDigits, numberWords } from './number-words.ts';

export type NumbersOptions = {
  /** Digits of the shortest number, at least 1, whichever side the digits are on. */
  readonly minimumLength: number;
  /** Digits of the longest number, at most 66. */
  readonly maximumLength: number;
  /** What becomes what. Default: "digits-to-words". */
  readonly direction?: 'digits-to-words' | 'words-to-digits';
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/**
 * Numbers in digits and in American English words: "1 0 0 5" becomes "one thousand five", or the other way round. Every number
 * of digits is about equally frequent, as far as there are enough such numbers, and every number occurs once in all splits
 * together. Words are linked to the digits they say; a word such as "thousand" to the digit at that place.
 *
 * @throws TaskError if an option is out of range or there are fewer numbers than examples asked for
 */
export function numbersTask(options: NumbersOptions): TaskData {
  const { minimumLength, maximumLength, direction = 'digits-to-words', examples, random } = options;
  const problems = [...lengthProblems(minimumLength, maximumLength), ...sizeProblems(examples)];
  if (maximumLength > mostDigits) {
    problems.push(
      `expected maximumLength to be at most ${mostDigits}, got ${maximumLength}; English has no more words`,
    );
  }
  if (direction !== 'digits-to-words' && direction !== 'words-to-digits') {
    problems.push(
      `expected direction to be "digits-to-words" or "words-to-digits", got ${JSON.stringify(direction)}; choose one`,
    );
  }
  if (problems.length > 0) throw new TaskError('numbersTask', problems);
  const space: SequenceSpace = {
    description: `numbers of ${minimumLength} to ${maximumLength} digits`,
    minimumLength,
    maximumLength,
    symbolsAt: (place, length) => (place === 0 && length > 1 ? digitsFromOne : digitsFromZero),
  };
  const numbers = distinctSequences('numbersTask', space, examples, random);
  const example = direction === 'digits-to-words' ? digitsToWords : wordsToDigits;
  return splitExamples(numbers.map(example), examples);
}

const digitsFromZero = Array.from('0123456789');
const digitsFromOne = digitsFromZero.slice(1);

function digitsToWords(digits: readonly string[]): TaskExample {
  const words = numberWords(digits.join(''));
  return {
    source: digits,
    targets: [words.map(({ word }) => word)],
    links: words.flatMap(({ places }, target) => places.map((place): Link => [target, place])),
  };
}

function wordsToDigits(digits: readonly string[]): TaskExample {
  const words = numberWords(digits.join(''));
  return {
    source: words.map(({ word }) => word),
    targets: [digits],
    links: digits.flatMap((_, target) =>
      words.flatMap(({ places }, source): Link[] => (places.includes(target) ? [[target, source]] : [])),
    ),
  };
}
