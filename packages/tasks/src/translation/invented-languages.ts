import { shuffle, type RandomSource } from '@seq2seq/text';

const consonants = Array.from('bdfgklmnprstvz');
const vowels = Array.from('aeiou');

/** How many words a language can have: two syllables of a consonant and a vowel. */
export const mostWords: number = (consonants.length * vowels.length) ** 2;

/** A word of the source language and what it becomes. */
export type DictionaryEntry = {
  readonly target: string;
  /** Whether it stands before the word that it belongs to, as "blue" does in "blue house"; in the target it stands behind. */
  readonly isModifier: boolean;
};

/**
 * A dictionary between two languages that did not exist before: "bado" becomes "ulim". All words have four letters, those of the
 * source begin with a consonant and those of the target with a vowel, and no two words have the same translation.
 *
 * @param words - how many, at most `mostWords`
 * @param modifiers - how many of them are modifiers
 */
export function inventDictionary(
  words: number,
  modifiers: number,
  random: RandomSource,
): ReadonlyMap<string, DictionaryEntry> {
  const syllables = consonants.flatMap((consonant) => vowels.map((vowel) => consonant + vowel));
  const turned = consonants.flatMap((consonant) => vowels.map((vowel) => vowel + consonant));
  const sources = shuffle(pairsOf(syllables), random);
  const targets = shuffle(pairsOf(turned), random);
  return new Map(
    sources
      .slice(0, words)
      .map((source, index) => [source, { target: targets[index] ?? '', isModifier: index < modifiers }]),
  );
}

function pairsOf(syllables: readonly string[]): string[] {
  return syllables.flatMap((first) => syllables.map((second) => first + second));
}
