import { frenchWord } from './french-words.ts';
import type { Kind } from './nouns.ts';
import type { Phrase } from './phrase.ts';

/** What can stand between two nouns, or behind a verb. */
export type Preposition = {
  readonly words: Phrase;
  /** What may be there. */
  readonly heads: readonly Kind[];
  /** Where it may be. */
  readonly places: readonly Kind[];
};

const living: readonly Kind[] = ['person', 'animal'];
const portable: readonly Kind[] = ['thing', 'document', 'snack'];
const large: readonly Kind[] = ['plant', 'furniture', 'vehicle', 'place', 'way'];
const supports: readonly Kind[] = ['furniture', 'way'];
const anything: readonly Kind[] = [...living, ...portable, ...large];

/** "Of", which only stands behind a noun. */
export const of: Preposition = preposition('of', ["de/d'"], [...portable, 'animal', 'vehicle', 'place'], ['person']);

/** "To", which only stands behind a verb. */
export const to: Phrase = preposition('to', ['à'], [], []).words;

/** Those that say where. */
export const prepositions: readonly Preposition[] = [
  preposition('in', ['dans'], [...living, ...portable, 'furniture'], ['place', 'vehicle']),
  preposition('on', ['sur'], ['animal', ...portable], supports),
  preposition('under', ['sous'], [...living, ...portable], [...supports, 'plant']),
  preposition('behind', ['derrière'], anything, [...living, ...large]),
  preposition('in front of', ['devant'], anything, [...living, ...large]),
  preposition('near', ['près', "de/d'"], anything, [...living, ...large]),
  preposition('with', ['avec'], living, living),
];

/** Every French word is made from all of the English ones. */
function preposition(
  spelling: string,
  french: readonly string[],
  heads: readonly Kind[],
  places: readonly Kind[],
): Preposition {
  const english = spelling.split(' ');
  return { words: { english, french: french.map((word) => frenchWord(word, [...english.keys()])) }, heads, places };
}
