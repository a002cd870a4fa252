import { determinersFor, the, type Determiner, type DeterminerChoice } from './determiners.ts';
import { anyOf, bothOf, type Enumeration } from './enumeration.ts';
import { frenchWord } from './french-words.ts';
import { modifiersOf, modifierWords, type Modifier } from './modifiers.ts';
import { nounsOf, numbersOf, type GrammaticalNumber, type Kind, type Noun } from './nouns.ts';
import { inOrder, type Phrase } from './phrase.ts';

/** A phrase around a noun, which knows what others must agree with. */
export type NounPhrase = Phrase & { readonly noun: Noun; readonly isPlural: boolean };

/** The shortest and the longest noun phrase, in English words: "the house", "the beautiful small red house". */
export const nounPhraseLengths: readonly [shortest: number, longest: number] = [2, 5];

/** All noun phrases of so many English words about nouns of these kinds, opened by a determiner of this choice. */
export type NounPhrases = (
  length: number,
  kinds: readonly Kind[],
  determiners: DeterminerChoice,
) => Enumeration<NounPhrase>;

/** The noun phrases for a grammar, which asks for the same ones over and over, so that each set is made once. */
export function nounPhrasesOnce(): NounPhrases {
  const made = new Map<string, Enumeration<NounPhrase>>();
  const once = (key: string, make: () => Enumeration<NounPhrase>): Enumeration<NounPhrase> => {
    const set = made.get(key) ?? make();
    made.set(key, set);
    return set;
  };
  return (length, kinds, determiners) =>
    once([length, determiners, ...kinds].join(), () =>
      anyOf(
        kinds.map((kind) =>
          once(['only', length, determiners, kind].join(), () => nounPhrasesAbout(kind, length, determiners)),
        ),
      ),
    );
}

function nounPhrasesAbout(kind: Kind, length: number, determiners: DeterminerChoice): Enumeration<NounPhrase> {
  const modifiers = modifiersOf(kind, length - 2);
  const openings = {
    singular: determinersFor(determiners, 'singular'),
    plural: determinersFor(determiners, 'plural'),
    mass: determinersFor(determiners, 'mass'),
  };
  return anyOf(
    nounsOf(kind).map((noun) =>
      anyOf(
        numbersOf(noun).map((number) =>
          bothOf(openings[number], modifiers, (determiner, chosen) => nounPhrase(determiner, chosen, noun, number)),
        ),
      ),
    ),
  );
}

function nounPhrase(
  determiner: Determiner,
  modifiers: readonly Modifier[],
  noun: Noun,
  number: GrammaticalNumber,
): NounPhrase {
  const isPlural = number === 'plural';
  const described = modifiers.map((modifier) => modifierWords(modifier, noun, isPlural));
  const named: Phrase = {
    english: [noun.english[isPlural ? 'plural' : 'singular'] ?? ''],
    french: [frenchWord(noun.french[isPlural ? 'plural' : 'singular'] ?? '', [0], noun.isAspirated)],
  };
  const before = described.filter((_, index) => modifiers[index]?.adjective.class !== 'other');
  const opened = determinerWords(determiner, noun, number, before.length > 0);
  const { english, french } = inOrder(opened, ...described, named);
  // French is in the English order so far, with the noun as its last word, which has to go before all other adjectives.
  const place = inOrder(opened, ...before).french.length;
  return {
    english: [withAn(english), ...english.slice(1)],
    french: [...french.slice(0, place), ...french.slice(-1), ...french.slice(place, -1)],
    noun,
    isPlural,
  };
}

/** The first word, where "a" becomes "an" before a vowel; no word here is spelled with a vowel that is not spoken as one. */
function withAn([first = '', second = '']: readonly string[]): string {
  return first === 'a' && /^[aeiou]/.test(second) ? 'an' : first;
}

/** "Some" is "de" and the article, as in "du pain" and "des maisons", but "de" alone before an adjective in the plural. */
function determinerWords(
  { english, french }: Determiner,
  noun: Noun,
  number: GrammaticalNumber,
  isBeforeAdjective: boolean,
): Phrase {
  const isPlural = number === 'plural';
  const formOf = (forms: Determiner['french']) =>
    frenchWord(forms?.[isPlural ? 2 : noun.isFeminine ? 1 : 0] ?? '', [0]);
  const partitive = frenchWord("de/d'", [0]);
  const some = isPlural && isBeforeAdjective ? [partitive] : [partitive, formOf(the.french)];
  return { english: [english[number] ?? ''], french: french === undefined ? some : [formOf(french)] };
}
