import { adjectives, type Adjective } from './adjectives.ts';
import { frenchWord } from './french-words.ts';
import { modifierWords, type Modifier } from './modifiers.ts';
import type { NounPhrase } from './noun-phrase.ts';
import type { Kind } from './nouns.ts';
import { inOrder, type Phrase } from './phrase.ts';
import { be, type Verb } from './verbs.ts';

/**
 * A subject and its verb, which agrees with it. Denied, it has "ne" before it and "pas" behind, which are both made from "not",
 * while English says "is not" but "does not sleep"; of the latter, "does" tells the number and "sleep" the rest.
 */
export function clause(subject: NounPhrase, verb: Verb, isDenied: boolean): Phrase {
  return inOrder(subject, isDenied ? denied(verb, subject.isPlural) : asserted(verb, subject.isPlural));
}

function asserted(verb: Verb, isPlural: boolean): Phrase {
  const english = verb.english[isPlural ? 1 : 0].split(' ');
  return { english, french: [frenchWord(verb.french[isPlural ? 1 : 0], [...english.keys()])] };
}

function denied(verb: Verb, isPlural: boolean): Phrase {
  const form = verb.french[isPlural ? 1 : 0];
  const around = (sources: readonly number[]) => [
    frenchWord("ne/n'", [1]),
    frenchWord(form, sources),
    frenchWord('pas', [1]),
  ];
  if (verb === be) return { english: [be.english[isPlural ? 1 : 0], 'not'], french: around([0]) };
  const base = verb.english[1].split(' ');
  return {
    english: [isPlural ? 'do' : 'does', 'not', ...base],
    french: around([0, ...base.map((_, index) => 2 + index)]),
  };
}

/** How many English words stand between subject and object. */
export function verbLength(verb: Verb, isDenied: boolean): number {
  const own = verb.english[0].split(' ').length;
  return isDenied ? own + (verb === be ? 1 : 2) : own;
}

/** "The house is very old": an adjective far from the noun that it agrees with. */
export function described(subject: NounPhrase, modifier: Modifier, isDenied: boolean): Phrase {
  return inOrder(clause(subject, be, isDenied), modifierWords(modifier, subject.noun, subject.isPlural));
}

/** The adjectives that may be said of a kind with "is". */
export function predicativesOf(kind: Kind): readonly Adjective[] {
  return adjectives.filter(({ kinds, isPredicative }) => kinds.includes(kind) && isPredicative);
}
