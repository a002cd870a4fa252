import { VocabularyError } from '../vocabulary-error.ts';
import { isSpecialToken, specialTokens } from './special-tokens.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

export type BuildVocabularyOptions = {
  /** V at most, the four special tokens included; the rarest tokens are left out. Default: no limit. */
  readonly maxSize?: number;
  /** Leave out tokens that occur less often. Default: 1. */
  readonly minimumCount?: number;
};

/**
 * The vocabulary of a training set: the most frequent tokens first, equally frequent ones by code point, so that the same
 * data gives the same ids on every machine.
 *
 * @param sequences - tokenized sentences of one side of the corpus
 * @throws VocabularyError if the data holds empty tokens or the spelling of a special token, or an option is out of range
 */
export function buildVocabulary(
  sequences: Iterable<readonly string[]>,
  { maxSize = Number.POSITIVE_INFINITY, minimumCount = 1 }: BuildVocabularyOptions = {},
): Vocabulary {
  const counts = new Map<string, number>();
  for (const sequence of sequences) {
    for (const token of sequence) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const problems = [...optionProblems(maxSize, minimumCount), ...tokenProblems(counts)];
  if (problems.length > 0) throw new VocabularyError('buildVocabulary', problems);
  const surface = [...counts]
    .filter(([, count]) => count >= minimumCount)
    .toSorted(([a, countOfA], [b, countOfB]) => countOfB - countOfA || compareByCodePoint(a, b))
    .map(([token]) => token)
    .slice(0, maxSize - specialTokens.length);
  return createVocabulary([...specialTokens, ...surface], 'vocabulary');
}

function optionProblems(maxSize: number, minimumCount: number): string[] {
  const problems: string[] = [];
  const least = specialTokens.length + 1;
  if (maxSize !== Number.POSITIVE_INFINITY && !(Number.isInteger(maxSize) && maxSize >= least)) {
    problems.push(
      `expected maxSize to be an integer of at least ${least}, got ${maxSize}; it counts the ${specialTokens.length} special tokens too`,
    );
  }
  if (!(Number.isInteger(minimumCount) && minimumCount >= 1)) {
    problems.push(`expected minimumCount to be an integer of at least 1, got ${minimumCount}; 1 keeps every token`);
  }
  return problems;
}

function tokenProblems(counts: ReadonlyMap<string, number>): string[] {
  return [...counts.keys()]
    .filter((token) => token === '' || isSpecialToken(token))
    .map((token) =>
      token === ''
        ? 'expected tokens of at least one character, got an empty one; drop it when tokenizing'
        : `expected surface tokens, got ${JSON.stringify(token)}, which is spelled like a special token; rename it in the data`,
    );
}

/** Not the same as `<` on strings, which compares UTF-16 halves and so puts U+1F600 before U+FF41. */
function compareByCodePoint(a: string, b: string): number {
  const left = Array.from(a, codePoint);
  const right = Array.from(b, codePoint);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
