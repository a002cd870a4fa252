import { anyOf, bothOf, listOf, type Enumeration } from './enumeration.ts';
import { nounPhraseLengths, type NounPhrase, type NounPhrases } from './noun-phrase.ts';
import { allKinds, type Kind } from './nouns.ts';
import { inOrder, type Phrase } from './phrase.ts';
import { clause, described, predicativesOf, verbLength } from './predicates.ts';
import { of, prepositions, to, type Preposition } from './prepositions.ts';
import { be, intransitiveVerbs, transitiveVerbs, type Verb } from './verbs.ts';

/** The longest sentence, in English words: five, "is not in front of", five. */
export const longestPhrase = 15;

// "Some" stands neither in a subject, where French would rather say "certains", nor after "de", which would swallow "des". What
// is denied is definite, because "does not see a cat" would be "ne voit pas de chat".

/** All phrases and sentences of so many English words. Their shapes, such as "subject, verb, object", are drawn equally often. */
export function phrasesOfLength(length: number, nouns: NounPhrases): Enumeration<Phrase> {
  return anyOf([
    nouns(length, allKinds, 'all'),
    anyOf([...prepositions, of].map((preposition) => placedNouns(nouns, length, preposition))),
    eitherWay((isDenied) => descriptions(nouns, length, isDenied)),
    eitherWay((isDenied) => distantDescriptions(nouns, length, isDenied)),
    eitherWay((isDenied) => anyOf(prepositions.map((preposition) => locations(nouns, length, preposition, isDenied)))),
    eitherWay((isDenied) => anyOf(intransitiveVerbs.map((verb) => actions(nouns, length, verb, isDenied)))),
    anyOf(
      intransitiveVerbs.map((verb) => anyOf(prepositions.map((place) => placedActions(nouns, length, verb, place)))),
    ),
    eitherWay((isDenied) => anyOf(transitiveVerbs.map((verb) => deeds(nouns, length, verb, isDenied)))),
    anyOf(transitiveVerbs.map((verb) => anyOf(prepositions.map((place) => placedDeeds(nouns, length, verb, place))))),
  ]);
}

function eitherWay(shape: (isDenied: boolean) => Enumeration<Phrase>): Enumeration<Phrase> {
  return anyOf([shape(false), shape(true)]);
}

/** "The cat under the table". Of "of", only the head with "the" is good English: "the hat of the king". */
function placedNouns(nouns: NounPhrases, length: number, preposition: Preposition): Enumeration<Phrase> {
  const openings = preposition === of ? 'the' : 'all';
  return anyOf(
    splits(length - preposition.words.english.length, 2).map(([head = 0, place = 0]) =>
      bothOf(nouns(head, preposition.heads, openings), placesOf(nouns, preposition, place), inOrder2),
    ),
  );
}

/** A preposition and the noun phrase behind it. */
function placesOf(nouns: NounPhrases, { words, places }: Preposition, length: number): Enumeration<Phrase> {
  const isDe = words.french.at(-1)?.text === 'de';
  return bothOf(listOf([words]), nouns(length, places, isDe ? 'all but some' : 'all'), inOrder2);
}

/** "The house is not very old". */
function descriptions(nouns: NounPhrases, length: number, isDenied: boolean): Enumeration<Phrase> {
  return anyOf(
    allKinds.map((kind) => predicated(kind, length, isDenied, (rest) => subjects(nouns, rest, [kind], isDenied))),
  );
}

/** "The house of the king is old": another noun stands between. Both are short, as these are many. */
function distantDescriptions(nouns: NounPhrases, length: number, isDenied: boolean): Enumeration<Phrase> {
  return anyOf(
    [...prepositions, of].flatMap((preposition) =>
      preposition.heads.map((kind) =>
        predicated(kind, length, isDenied, (rest) =>
          anyOf(
            splits(rest - preposition.words.english.length, 2, 3).map(([head = 0, place = 0]) =>
              bothOf(
                preposition === of ? nouns(head, [kind], 'the') : subjects(nouns, head, [kind], isDenied),
                placesOf(nouns, preposition, place),
                (subject, behind) => ({ ...subject, ...inOrder(subject, behind) }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** What is said of the subjects of a kind with "is" and an adjective, with "very" or without. */
function predicated(
  kind: Kind,
  length: number,
  isDenied: boolean,
  subjectsOf: (length: number) => Enumeration<NounPhrase>,
): Enumeration<Phrase> {
  return anyOf(
    [false, true].map((isVery) =>
      bothOf(
        subjectsOf(length - verbLength(be, isDenied) - (isVery ? 2 : 1)),
        listOf(predicativesOf(kind)),
        (subject, adjective) => described(subject, { adjective, isVery }, isDenied),
      ),
    ),
  );
}

/** "The house is behind the church". */
function locations(
  nouns: NounPhrases,
  length: number,
  preposition: Preposition,
  isDenied: boolean,
): Enumeration<Phrase> {
  const rest = length - verbLength(be, isDenied) - preposition.words.english.length;
  return anyOf(
    splits(rest, 2).map(([subject = 0, place = 0]) =>
      bothOf(acting(nouns, subject, preposition.heads, be, isDenied), placesOf(nouns, preposition, place), inOrder2),
    ),
  );
}

/** "The cat sleeps". */
function actions(nouns: NounPhrases, length: number, verb: Verb, isDenied: boolean): Enumeration<Phrase> {
  return acting(nouns, length - verbLength(verb, isDenied), verb.subjects, verb, isDenied);
}

/** "The cat sleeps behind the house". */
function placedActions(nouns: NounPhrases, length: number, verb: Verb, preposition: Preposition): Enumeration<Phrase> {
  const rest = length - verbLength(verb, false) - preposition.words.english.length;
  return anyOf(
    splits(rest, 2).map(([subject = 0, place = 0]) =>
      bothOf(acting(nouns, subject, verb.subjects, verb, false), placesOf(nouns, preposition, place), inOrder2),
    ),
  );
}

/** "The king does not see the cat". */
function deeds(nouns: NounPhrases, length: number, verb: Verb, isDenied: boolean): Enumeration<Phrase> {
  const rest = length - verbLength(verb, isDenied) - (verb.hasTo ? 1 : 0);
  return anyOf(
    splits(rest, 2).map(([subject = 0, object = 0]) =>
      bothOf(acting(nouns, subject, verb.subjects, verb, isDenied), objectsOf(nouns, verb, object, isDenied), inOrder2),
    ),
  );
}

/** "The king sees a cat on the table". The noun phrases are short, so that these can be counted with floating-point numbers. */
function placedDeeds(nouns: NounPhrases, length: number, verb: Verb, preposition: Preposition): Enumeration<Phrase> {
  const rest = length - verbLength(verb, false) - (verb.hasTo ? 1 : 0) - preposition.words.english.length;
  return anyOf(
    splits(rest, 3, 3).map(([subject = 0, object = 0, place = 0]) =>
      bothOf(
        bothOf(acting(nouns, subject, verb.subjects, verb, false), objectsOf(nouns, verb, object, false), inOrder2),
        placesOf(nouns, preposition, place),
        inOrder2,
      ),
    ),
  );
}

/** What the verb is done to, with its "to". */
function objectsOf(nouns: NounPhrases, verb: Verb, length: number, isDenied: boolean): Enumeration<Phrase> {
  const objects = nouns(length, verb.objects, isDenied ? 'definite' : 'all');
  return verb.hasTo ? bothOf(listOf([to]), objects, inOrder2) : objects;
}

/** A subject with a verb. */
function acting(
  nouns: NounPhrases,
  length: number,
  kinds: readonly Kind[],
  verb: Verb,
  isDenied: boolean,
): Enumeration<Phrase> {
  return bothOf(subjects(nouns, length, kinds, isDenied), listOf([verb]), (subject, chosen) =>
    clause(subject, chosen, isDenied),
  );
}

function subjects(
  nouns: NounPhrases,
  length: number,
  kinds: readonly Kind[],
  isDenied: boolean,
): Enumeration<NounPhrase> {
  return nouns(length, kinds, isDenied ? 'definite' : 'all but some');
}

const inOrder2 = (first: Phrase, second: Phrase): Phrase => inOrder(first, second);

/** All ways to share out words among noun phrases. */
function splits(words: number, parts: number, longest: number = nounPhraseLengths[1]): number[][] {
  if (parts === 0) return words === 0 ? [[]] : [];
  const [shortest] = nounPhraseLengths;
  return Array.from({ length: longest - shortest + 1 }, (_, index) => shortest + index).flatMap((first) =>
    splits(words - first, parts - 1, longest).map((others) => [first, ...others]),
  );
}
