import type { RandomSource } from '@seq2seq/text';
import { distinctSequences } from './distinct-sequences.ts';
import { sizeProblems } from './split-examples.ts';
import { TaskError } from './task-error.ts';
import type { SplitSizes } from './task.ts';

/** What copying, reversal and sorting have in common: their sources are sequences of symbols. */
export type RandomSequenceOptions = {
  /** The tokens that sequences are made of. Default: the letters a to z. */
  readonly symbols?: readonly string[];
  /** Tokens in the shortest sequence, at least 1. */
  readonly minimumLength: number;
  /** Tokens in the longest sequence. */
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/** The default symbols, a to z. */
export const letters: readonly string[] = Array.from('abcdefghijklmnopqrstuvwxyz');

/**
 * Sources for all splits together, in random order and no two alike.
 *
 * @param where - the task, for the error
 * @throws TaskError if an option is out of range or there are fewer different sequences than examples asked for
 */
export function randomSequences(
  where: string,
  { symbols = letters, minimumLength, maximumLength, examples, random }: RandomSequenceOptions,
): string[][] {
  const problems = [
    ...symbolProblems(symbols),
    ...lengthProblems(minimumLength, maximumLength),
    ...sizeProblems(examples),
  ];
  if (problems.length > 0) throw new TaskError(where, problems);
  const description = `sequences of ${minimumLength} to ${maximumLength} from ${symbols.length} symbols`;
  return distinctSequences(
    where,
    { description, minimumLength, maximumLength, symbolsAt: () => symbols },
    examples,
    random,
  );
}

/** What is wrong with the lengths asked for, a sentence each. */
export function lengthProblems(minimumLength: number, maximumLength: number): string[] {
  const problems: string[] = [];
  if (!(Number.isSafeInteger(minimumLength) && minimumLength >= 1)) {
    problems.push(`expected minimumLength to be an integer of at least 1, got ${minimumLength}; a sequence has tokens`);
  }
  if (!(Number.isSafeInteger(maximumLength) && maximumLength >= minimumLength)) {
    problems.push(
      `expected maximumLength to be an integer of at least minimumLength ${minimumLength}, got ${maximumLength}; raise it`,
    );
  }
  return problems;
}

function symbolProblems(symbols: readonly string[]): string[] {
  const problems: string[] = [];
  if (symbols.length === 0) problems.push('expected at least one symbol, got none; leave symbols out for a to z');
  if (symbols.includes('')) problems.push('expected symbols of at least one character, got an empty one; remove it');
  const repeated = new Set(symbols.filter((symbol, index) => symbols.indexOf(symbol) !== index));
  if (repeated.size > 0) {
    problems.push(
      `expected every symbol once, got ${[...repeated].map((symbol) => JSON.stringify(symbol)).join(', ')} more than once; keep the first`,
    );
  }
  return problems;
}
