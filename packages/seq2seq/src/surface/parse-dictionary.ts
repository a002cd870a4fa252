import { normalizeText, parsePairs } from '@seq2seq/text';

/**
 * A dictionary for `replaceUnknown` from text with one `source<TAB>target` per line; of several entries of a source word the first counts.
 *
 * @param text - the content of the file
 * @param where - the file's name, for the error
 * @throws CorpusError that names every line without exactly one tab or with an empty side, or an empty file
 */
export const parseDictionary = (text: string, where: string): ReadonlyMap<string, string> => {
  // Of equal keys a Map keeps the last.
  const entries = parsePairs(text, where).toReversed();
  return new Map(entries.map(({ source, target }) => [normalizeText(source), normalizeText(target)]));
};
