import { adjectives, type Adjective, type AdjectiveClass } from './adjectives.ts';
import { anyOf, bothOf, listOf, type Enumeration } from './enumeration.ts';
import { frenchWord } from './french-words.ts';
import type { Kind, Noun } from './nouns.ts';
import type { Phrase } from './phrase.ts';

/** An adjective and whether "very" stands before it. */
export type Modifier = { readonly adjective: Adjective; readonly isVery: boolean };

/** Which adjectives stand together, in the English order. */
const orders: readonly (readonly AdjectiveClass[])[] = [
  [],
  ['opinion'],
  ['measure'],
  ['other'],
  ['opinion', 'measure'],
  ['opinion', 'other'],
  ['measure', 'other'],
  ['opinion', 'measure', 'other'],
];

/** All that can stand between the determiner and a noun of this kind, in so many English words. Only the first may be "very". */
export function modifiersOf(kind: Kind, length: number): Enumeration<readonly Modifier[]> {
  const plain = orders.filter((order) => order.length === length);
  const strong = orders.filter((order) => order.length > 0 && order.length + 1 === length);
  return anyOf([
    ...plain.map((order) => modifiersInOrder(kind, order, false)),
    ...strong.map((order) => modifiersInOrder(kind, order, true)),
  ]);
}

function modifiersInOrder(
  kind: Kind,
  order: readonly AdjectiveClass[],
  isVery: boolean,
): Enumeration<readonly Modifier[]> {
  let set: Enumeration<readonly Modifier[]> = listOf([[]]);
  order.forEach((adjectiveClass, index) => {
    const isStrong = isVery && index === 0;
    const fitting = adjectives.filter(
      (adjective) =>
        adjective.class === adjectiveClass && adjective.kinds.includes(kind) && (adjective.isPredicative || !isStrong),
    );
    set = bothOf(set, listOf(fitting), (before, adjective) => [...before, { adjective, isVery: isStrong }]);
  });
  return set;
}

/** An adjective, with "very" or without, in the form that a noun asks for. */
export function modifierWords({ adjective, isVery }: Modifier, { isFeminine }: Noun, isPlural: boolean): Phrase {
  const form = adjective.french[(isFeminine ? 1 : 0) + (isPlural ? 2 : 0)] ?? '';
  return isVery
    ? { english: ['very', adjective.english], french: [frenchWord('très', [0]), frenchWord(form, [1])] }
    : { english: [adjective.english], french: [frenchWord(form, [0])] };
}
