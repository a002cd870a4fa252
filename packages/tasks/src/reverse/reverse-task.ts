import { shuffle, type RandomSource } from '@seq2seq/text';
import { sizeProblems, splitExamples, totalSize } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { SplitSizes, TaskData } from '../task.ts';
import { distinctSequences, sequenceCount } from './distinct-sequences.ts';

export type ReverseOptions = {
  /** The tokens that sequences are made of. Default: the letters a to z. */
  readonly symbols?: readonly string[];
  /** Tokens in the shortest sequence, at least 1. */
  readonly minimumLength: number;
  /** Tokens in the longest sequence. */
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/**
 * Sequences of letters and their reversal: "a b c" becomes "c b a". Every length is about equally frequent, as far as there
 * are enough different sequences of it, and every source occurs once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different sequences than examples asked for
 */
export function reverseTask(options: ReverseOptions): TaskData {
  const {
    symbols = Array.from('abcdefghijklmnopqrstuvwxyz'),
    minimumLength,
    maximumLength,
    examples,
    random,
  } = options;
  const problems = [
    ...symbolProblems(symbols),
    ...lengthProblems(minimumLength, maximumLength),
    ...sizeProblems(examples),
  ];
  if (problems.length > 0) throw new TaskError('reverseTask', problems);
  const space = { symbols, minimumLength, maximumLength };
  const wanted = totalSize(examples);
  if (wanted > sequenceCount(space)) {
    throw new TaskError('reverseTask', [
      `expected at most ${sequenceCount(space)} examples, the number of different sequences of ${minimumLength} to ${maximumLength} from ${symbols.length} symbols, got ${wanted}; ask for fewer, or for longer sequences`,
    ]);
  }
  // Shuffled, because short sequences run out: those drawn last are longer.
  const sources = shuffle(distinctSequences(space, wanted, random), random);
  return splitExamples(
    sources.map((source) => ({ source, targets: [source.toReversed()] })),
    examples,
  );
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

function lengthProblems(minimumLength: number, maximumLength: number): string[] {
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
