import type { FrenchWord } from './french-words.ts';

/** Some English words and the French ones they become, which know the positions, from 0, that they are made from. */
export type Phrase = { readonly english: readonly string[]; readonly french: readonly FrenchWord[] };

/** Phrases one after the other, in the same order in both languages. */
export function inOrder(...phrases: readonly Phrase[]): Phrase {
  const english: string[] = [];
  const french: FrenchWord[] = [];
  for (const phrase of phrases) {
    const start = english.length;
    english.push(...phrase.english);
    french.push(...phrase.french.map((word) => ({ ...word, sources: word.sources.map((source) => start + source) })));
  }
  return { english, french };
}
