import { ConfigError } from '@seq2seq/core';
import { type ScoringOptions, scoring } from '@seq2seq/search';
import type { Vocabulary } from '@seq2seq/text';
import type { ForcedTarget } from './force-targets.ts';

/** A target, what a model said of it, and whether it ends. */
type ScoredTarget = ForcedTarget & { readonly finished: boolean };

/**
 * The score of a target by the rule of every search: T counts the end of sentence, and coverage is that of the source's own columns.
 *
 * @param columns - [N] how many positions the memory of each source has
 * @throws ConfigError if there is a coverage penalty but nothing that attends; SearchError if an option is out of range
 */
export const scoreOfTarget = (
  options: ScoringOptions,
  columns: readonly number[],
  { attends, vocabulary }: { readonly attends: boolean; readonly vocabulary: Vocabulary },
): ((index: number, target: ScoredTarget) => number) => {
  const { coverage: penalty } = options;
  if (penalty && !attends) {
    throw new ConfigError(
      'score: scoring has a coverage penalty, but the model does not attend, so nothing is covered; leave it out.',
      'scoring.coverage',
    );
  }
  const { bos, eos, size } = vocabulary;
  const task = { sources: columns.length, sourceLengths: columns, vocabularySize: size, bos, eos, maxLength: Infinity };
  const scorer = scoring('score', options)(task);
  return (index, { tokenLogProbs, alignment = [], finished }) => {
    const before = sumOf(finished ? tokenLogProbs.slice(0, -1) : tokenLogProbs);
    const coverage = penalty && coverageOf(alignment, columns[index] as number);
    return scorer.score(index, tokenLogProbs.length, before, coverage, finished ? tokenLogProbs.at(-1) : undefined);
  };
};

/** Of the first token first, as a search adds up. */
export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

const coverageOf = (alignment: readonly Float32Array[], columns: number): Float64Array =>
  Float64Array.from({ length: columns }, (_, column) => sumOf(alignment.map((weights) => weights[column] as number)));
