import { anyOf, listOf, type Enumeration } from './enumeration.ts';
import type { GrammaticalNumber } from './nouns.ts';

/** A word that opens a noun phrase, as "this" does. */
export type Determiner = {
  /** The English word by the number of the noun; where there is none, the determiner does not go with it. */
  readonly english: Readonly<Partial<Record<GrammaticalNumber, string>>>;
  /** Masculine, feminine, plural; a form before a vowel follows after a slash. None for "some", which is made from "de" and "the". */
  readonly french: readonly [masculine: string, feminine: string, plural: string] | undefined;
};

/** Those that may open a noun phrase at some place; the definite ones say which is meant, as "my" does and "two" does not. */
export type DeterminerChoice = 'all' | 'all but some' | 'definite' | 'the';

/** The definite article. */
export const the: Determiner = definite(['the', 'the'], ["le/l'", "la/l'", 'les']);

const some: Determiner = { english: { plural: 'some', mass: 'some' }, french: undefined };

/** By family: in a phrase, one is as likely as another. "His" and "her" become one: in French the thing owned decides. */
const families: readonly (readonly Determiner[])[] = [
  [the, { english: { singular: 'a' }, french: ['un', 'une', ''] }, some],
  [
    definite(['this', 'these'], ['ce/cet', 'cette', 'ces']),
    { english: { singular: 'each' }, french: ['chaque', 'chaque', ''] },
    { english: { plural: 'two' }, french: ['', '', 'deux'] },
    { english: { plural: 'three' }, french: ['', '', 'trois'] },
  ],
  [
    definite(['my', 'my'], ['mon', 'ma/mon', 'mes']),
    definite(['his', 'his'], ['son', 'sa/son', 'ses']),
    definite(['her', 'her'], ['son', 'sa/son', 'ses']),
    definite(['our', 'our'], ['notre', 'notre', 'nos']),
    definite(['their', 'their'], ['leur', 'leur', 'leurs']),
  ],
];

const definiteWords: readonly string[] = ['the', 'this', 'these', 'my', 'his', 'her', 'our', 'their'];

/** The determiners of a choice that go with a number. */
export function determinersFor(choice: DeterminerChoice, number: GrammaticalNumber): Enumeration<Determiner> {
  const isChosen = (determiner: Determiner): boolean => {
    const word = determiner.english[number];
    if (word === undefined) return false;
    if (choice === 'the') return determiner === the;
    if (choice === 'definite') return definiteWords.includes(word);
    return choice === 'all' || determiner !== some;
  };
  return anyOf(families.map((family) => listOf(family.filter(isChosen))));
}

function definite(
  [singular, plural]: readonly [singular: string, plural: string],
  french: readonly [masculine: string, feminine: string, plural: string],
): Determiner {
  return { english: { singular, plural, mass: singular }, french };
}
