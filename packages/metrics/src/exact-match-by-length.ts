import { exactMatch, type ExactMatch } from './exact-match.ts';
import { MetricError } from './metric-error.ts';
import { joinReferences, type Hypotheses, type References } from './references.ts';

/** How many outputs are right among those of similar length. */
export type ExactMatchOfLengths = ExactMatch & {
  /** The shortest length of this group. */
  readonly from: number;
  /** The longest length of this group. */
  readonly to: number;
};

/**
 * Exact match apart for short and long sentences, which shows what one number hides: where a model stops coping. With a width
 * of 10 the groups are 0 to 9, 10 to 19 and so on; a group without sentences is left out.
 *
 * @param hypotheses - one output per source
 * @param references - one or more right answers per source
 * @param lengths - what to group by, usually the number of tokens of each source
 * @param width - how many lengths make a group
 * @returns the groups, the shortest first
 * @throws MetricError if there is nothing to score, the counts differ, a hypothesis has no reference, a length is no count,
 *   or the width is below 1
 * @see Bahdanau, Cho, Bengio 2015, figure 2, and Luong, Pham, Manning 2015, figure 6, which do so with BLEU
 */
export function exactMatchByLength(
  hypotheses: Hypotheses,
  references: References,
  lengths: readonly number[],
  width: number,
): ExactMatchOfLengths[] {
  joinReferences('exactMatchByLength', hypotheses, references);
  checkLengths(lengths, hypotheses.length, width);
  const groupOf = lengths.map((length) => Math.floor(length / width));
  const groups = [...new Set(groupOf)].toSorted((a, b) => a - b);
  return groups.map((group) => {
    const isMember = (_: unknown, index: number): boolean => groupOf[index] === group;
    return {
      from: group * width,
      to: group * width + width - 1,
      ...exactMatch(hypotheses.filter(isMember), references.filter(isMember)),
    };
  });
}

function checkLengths(lengths: readonly number[], wanted: number, width: number): void {
  if (!(Number.isSafeInteger(width) && width >= 1)) {
    throw new MetricError(`exactMatchByLength: expected a width of at least 1, got ${width}; 5 or 10 are usual`);
  }
  if (lengths.length !== wanted) {
    throw new MetricError(
      `exactMatchByLength: expected as many lengths as hypotheses, got ${lengths.length} for ${wanted}; give one per source, in the same order`,
    );
  }
  const index = lengths.findIndex((length) => !(Number.isSafeInteger(length) && length >= 0));
  if (index >= 0) {
    throw new MetricError(
      `exactMatchByLength: expected lengths that are integers of at least 0, got ${lengths[index]} at index ${index}; count the tokens of the source`,
    );
  }
}
