import type { RandomSource } from '@seq2seq/text';
import { distinctSequences, type SequenceSpace } from '../distinct-sequences.ts';
import { lengthProblems } from '../random-sequences.ts';
import { sizeProblems, splitExamples } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { Link, SplitSizes, TaskData, TaskExample } from '../task.ts';

export type AdditionOptions = {
  /** Digits of the longer summand in the shortest sum, at least 1. */
  readonly minimumLength: number;
  /** Digits of the longer summand in the longest sum. */
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/**
 * Two numbers and their sum, character by character: "3 8 + 5" becomes "4 3". Each digit of the sum is linked to those of its
 * column, which are counted from the right while the sum is written from the left; that of a carry out of the leading column
 * to the leading digits. A digit also depends on all columns to its right, by way of carries, which have no links.
 *
 * Every length of the longer summand is about equally frequent, as far as there are enough sums of it, and of the same length
 * every pair of numbers is equally likely, so that in four sums of five both have it. Every source occurs once in
 * all splits together; "38+5" and "5+38" are two.
 *
 * @throws TaskError if an option is out of range or there are fewer sums than examples asked for
 * @see Zaremba, Sutskever 2014, "Learning to Execute", where sums are one of the problems
 */
export function additionTask({ minimumLength, maximumLength, examples, random }: AdditionOptions): TaskData {
  const problems = [...lengthProblems(minimumLength, maximumLength), ...sizeProblems(examples)];
  if (problems.length > 0) throw new TaskError('additionTask', problems);
  const space: SequenceSpace = {
    description: `sums of two numbers, the longer of ${minimumLength} to ${maximumLength} digits`,
    minimumLength,
    maximumLength,
    symbolsAt: (place, length) => (place === 0 && length > 1 ? columnsButZeros : columns),
  };
  const sums = distinctSequences('additionTask', space, examples, random);
  return splitExamples(sums.map(added), examples);
}

/** Two digits, one below the other; zeros in front of a summand are written here and left out later. */
const columns = Array.from({ length: 100 }, (_, both) => String(both).padStart(2, '0'));
const columnsButZeros = columns.slice(1);

function added(sum: readonly string[]): TaskExample {
  const [first, second] = [0, 1].map((row) => withoutZeros(sum.map((column) => column[row] ?? '')));
  const source = [...(first ?? []), '+', ...(second ?? [])];
  const target: string[] = [];
  const linked: number[][] = [];
  let carry = 0;
  // From the last column on, as by hand.
  for (let place = 0; place < sum.length; place++) {
    const column = columnOf(place, first?.length ?? 0, second?.length ?? 0);
    const total = carry + column.reduce((digits, position) => digits + Number(source[position]), 0);
    carry = total > 9 ? 1 : 0;
    target.unshift(String(total % 10));
    linked.unshift(column);
  }
  if (carry > 0) {
    target.unshift('1');
    linked.unshift(linked[0] ?? []);
  }
  return {
    source,
    targets: [target],
    links: linked.flatMap((positions, index) => positions.map((position): Link => [index, position])),
  };
}

function withoutZeros(digits: readonly string[]): readonly string[] {
  const start = digits.findIndex((digit) => digit !== '0');
  return digits.slice(start < 0 ? -1 : start);
}

/** Where in the source the digits of a column are, of which the last has the place 0. */
function columnOf(place: number, firstLength: number, secondLength: number): number[] {
  const positions: number[] = [];
  if (place < firstLength) positions.push(firstLength - 1 - place);
  if (place < secondLength) positions.push(firstLength + secondLength - place);
  return positions;
}
