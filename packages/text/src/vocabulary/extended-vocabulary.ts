// The target vocabulary of one sentence that may copy from its source: the V tokens that it always has and, from id V on, the source's own.
import { VocabularyError } from '../vocabulary-error.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A source as its target may copy it. */
export type ExtendedSource = {
  /** [S] for each source token its id in the extended target vocabulary. */
  readonly ids: number[];
  /** [X] the tokens of ids V, V + 1, …: those that the target vocabulary lacks, in the order of the source, each once. */
  readonly extraTokens: readonly string[];
};

/**
 * What each token of a source is in the target vocabulary, extended by those that it lacks. A sentence has its extra ids for itself, so
 * that one sentence does not depend on those beside it.
 *
 * @param sourceTokens - [S] surface tokens
 * @param vocabulary - of the target
 * @see See, Liu, Manning 2017, section 2.2
 */
export function extendedIds(sourceTokens: readonly string[], vocabulary: Vocabulary): ExtendedSource {
  const extra = new Map<string, number>();
  const ids = sourceTokens.map((token) => {
    if (vocabulary.has(token)) return vocabulary.idOf(token);
    const id = extra.get(token) ?? vocabulary.size + extra.size;
    extra.set(token, id);
    return id;
  });
  return { ids, extraTokens: [...extra.keys()] };
}

/**
 * A target in the vocabulary of its source: tokens that the vocabulary lacks but the source holds get the source's ids, all others `unk`.
 *
 * @param extraTokens - of `extendedIds` of its source
 */
export function encodeExtended(
  tokens: readonly string[],
  vocabulary: Vocabulary,
  extraTokens: readonly string[],
): number[] {
  return tokens.map((token) => {
    const place = vocabulary.has(token) ? -1 : extraTokens.indexOf(token);
    return place < 0 ? vocabulary.idOf(token) : vocabulary.size + place;
  });
}

/**
 * Ids to tokens as `vocabulary.decode` gives them, those from V on by their source's extra tokens.
 *
 * @param extraTokens - of `extendedIds` of its source
 * @throws VocabularyError if an id before the first eos is not below V + X
 */
export function decodeExtended(
  ids: Iterable<number>,
  vocabulary: Vocabulary,
  extraTokens: readonly string[],
): string[] {
  const decoded: string[] = [];
  for (const id of ids) {
    if (id === vocabulary.eos) break;
    if (id === vocabulary.pad || id === vocabulary.bos) continue;
    const extra = extraTokens[id - vocabulary.size];
    if (extra === undefined && id >= vocabulary.size) {
      throw new VocabularyError('decodeExtended', [
        `expected an id from 0 to ${vocabulary.size + extraTokens.length - 1}, got ${id}; was it made with another source?`,
      ]);
    }
    decoded.push(extra ?? vocabulary.tokenOf(id));
  }
  return decoded;
}
