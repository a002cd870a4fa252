import { describe, expect, test } from 'vitest';
import { agreeing, nounAtEnd, nounPhraseByRule } from './__fixtures__/french-by-rule.ts';
import { listOf, type Enumeration } from './enumeration.ts';
import { joinedWords } from './french-words.ts';
import { phrasesOfLength } from './grammar.ts';
import { nounPhrasesOnce, type NounPhrase, type NounPhrases } from './noun-phrase.ts';
import { allKinds } from './nouns.ts';
import type { Phrase } from './phrase.ts';

const french = (phrase: Phrase): string =>
  joinedWords(phrase.french)
    .map(({ text }) => text)
    .join(' ');
const english = (phrase: Phrase): string => phrase.english.join(' ');
const all = <Item>(set: Enumeration<Item>): Item[] => Array.from({ length: set.count }, (_, index) => set.at(index));

/** Every noun phrase of two to four words: each noun with each determiner and all that may stand between. */
const nouns = nounPhrasesOnce();
const phrases = [2, 3, 4].flatMap((length) => all(nouns(length, allKinds, 'all')));
const byEnglish = new Map(phrases.map((phrase) => [english(phrase), phrase]));

/** Grammatical sentences about the noun phrases in brackets only: "[the cat] sees [a bird]". */
function sentence(bracketed: string): Phrase {
  const inside = [...bracketed.matchAll(/\[(.*?)\]/g)].map(([, text = '']): NounPhrase => {
    const phrase = byEnglish.get(text);
    if (phrase === undefined) throw new Error(`no noun phrase "${text}"`);
    return phrase;
  });
  const only: NounPhrases = (length, kinds) =>
    listOf(inside.filter((phrase) => phrase.english.length === length && kinds.includes(phrase.noun.kind)));
  const text = bracketed.replaceAll(/[[\]]/g, '');
  const found = all(phrasesOfLength(text.split(' ').length, only)).filter((phrase) => english(phrase) === text);
  expect(found).toHaveLength(1);
  for (const phrase of found) return phrase;
  throw new Error('unreachable');
}

describe('noun phrases', () => {
  test('agree by the rules of a school grammar, all of up to four words', () => {
    expect(phrases.length).toBeGreaterThan(100_000);
    const wrong = phrases.filter((phrase) => french(phrase) !== nounPhraseByRule(phrase.english));
    expect(wrong.map((phrase) => [english(phrase), french(phrase), nounPhraseByRule(phrase.english)])).toEqual([]);
  });

  test('link each word to the one it translates, the noun from the last place', () => {
    const beforeVowel: Readonly<Record<string, string>> = { beau: 'bel', nouveau: 'nouvel', vieux: 'vieil' };
    const wrong = phrases.filter((phrase) => {
      const { french: noun, isFeminine, isPlural } = nounAtEnd(phrase.english);
      const written = phrase.english.map((_, place) =>
        joinedWords(phrase.french).flatMap(({ text, sources }) => (sources.includes(place) ? [text] : [])),
      );
      return phrase.english.some((word, place) => {
        const [text = '', ...others] = written[place] ?? [];
        if (place === 0) return !nounPhraseByRule(phrase.english).startsWith([text, ...others].join(' '));
        if (others.length > 0) return true;
        if (place === phrase.english.length - 1) return text !== noun;
        if (word === 'very') return text !== 'très';
        const form = agreeing(word, isFeminine, isPlural);
        return text !== form && text !== beforeVowel[form];
      });
    });
    expect(wrong.map((phrase) => [english(phrase), french(phrase)])).toEqual([]);
  });

  test('know their noun and its number', () => {
    const wrong = phrases.filter(({ english: words, noun, isPlural }) => {
      const expected = nounAtEnd(words);
      return expected.isFeminine !== noun.isFeminine || expected.isPlural !== isPlural;
    });
    expect(wrong).toEqual([]);
  });

  test('open with "an" before a vowel and only there', () => {
    const indefinite = phrases.map(english).filter((text) => /^an? /.test(text));
    expect(indefinite.filter((text) => text.startsWith('an ') !== /^an? [aeiou]/.test(text))).toEqual([]);
  });
});

describe('sentences', () => {
  test('agree in number and gender over the verb, all that say what something is', () => {
    // What may surround the noun is tested above, so "the" is enough here; one kind at a time and nothing that can only be an
    // object, because pairs are many. Of seven words are those
    // with another noun in between.
    const described = allKinds.flatMap((kind) => {
      const plain: NounPhrases = (length, kinds, choice) =>
        length === 2 && kinds.includes(kind) && choice !== 'all' ? nouns(length, [kind], 'the') : listOf([]);
      const lengths = kind === 'place' || kind === 'furniture' ? [4, 5, 6, 7] : [4, 5, 6];
      return lengths.flatMap((length) => all(phrasesOfLength(length, plain)));
    });
    const wrong: string[] = [];
    let count = 0;
    let distantCount = 0;
    for (const phrase of described) {
      const [, subject = '', between, be = '', not, very, adjective = ''] =
        /^(\w+ \w+)( .+)? (is|are)( not)?( very)? (\w+)$/.exec(english(phrase)) ?? [];
      if (adjective === '') continue;
      const { isFeminine, isPlural } = nounAtEnd(subject.split(' '));
      const predicate = [
        ...(not === undefined ? [] : [isPlural ? 'ne' : "n'"]),
        isPlural ? 'sont' : 'est',
        ...(not === undefined ? [] : ['pas']),
        ...(very === undefined ? [] : ['très']),
        agreeing(adjective, isFeminine, isPlural),
      ].join(' ');
      const [text, opening] = [french(phrase), nounPhraseByRule(subject.split(' '))];
      const isRight =
        between === undefined
          ? text === `${opening} ${predicate}`
          : text.startsWith(`${opening} `) && text.endsWith(` ${predicate}`);
      if (!isRight || (be === 'are') !== isPlural) wrong.push(`${english(phrase)}: ${text}`);
      if (between !== undefined) distantCount++;
      count++;
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(8000);
    expect(distantCount).toBeGreaterThan(2000);
  });

  test.each([
    ['[the house]', 'la maison'],
    ['[an old tree]', 'un vieil arbre'],
    ['[some old trees]', 'de vieux arbres'],
    ['[this beautiful bird]', 'ce bel oiseau'],
    ['[this elephant]', 'cet éléphant'],
    ['[this owl]', 'ce hibou'],
    ['[the owls]', 'les hiboux'],
    ['[a new hotel]', 'un nouvel hôtel'],
    ['[my school]', 'mon école'],
    ['[my old school]', 'ma vieille école'],
    ['[his wardrobe]', 'son armoire'],
    ['[her key]', 'sa clé'],
    ['[their stories]', 'leurs histoires'],
    ['[our white horses]', 'nos chevaux blancs'],
    ['[two white mice]', 'deux souris blanches'],
    ['[the small red car]', 'la petite voiture rouge'],
    ['[a very dangerous road]', 'une route très dangereuse'],
    ['[a very old hedgehog]', 'un très vieux hérisson'],
    ['[some bread]', 'du pain'],
    ['[some fresh garlic]', "de l' ail frais"],
    ['[some cold water]', "de l' eau froide"],
    ['[some good meat]', 'de la bonne viande'],
    ['[some happy children]', 'des enfants heureux'],
    ['[each long letter]', 'chaque longue lettre'],
    ['[three expensive apples]', 'trois pommes chères'],
    ['[the hat] of [the king]', 'le chapeau du roi'],
    ['[the hat] of [the queen]', 'le chapeau de la reine'],
    ['[the books] of [the uncle]', "les livres de l' oncle"],
    ['[the key] of [the doctors]', 'la clé des médecins'],
    ['[the letter] of [an actress]', "la lettre d' une actrice"],
    ['[a cat] near [the garden]', 'un chat près du jardin'],
    ['[the tables] near [a church]', "les tables près d' une église"],
    ['[a dog] in front of [the castles]', 'un chien devant les châteaux'],
    ['[the girls] speak to [the prince]', 'les filles parlent au prince'],
    ['[the girl] speaks to [the princess]', 'la fille parle à la princesse'],
    ['[a boy] writes to [the child]', "un garçon écrit à l' enfant"],
    ['[the queen] does not speak to [the soldiers]', 'la reine ne parle pas aux soldats'],
    ['[my aunt] looks for [her beautiful hats]', 'ma tante cherche ses beaux chapeaux'],
    ['[the woman] drinks [some coffee]', 'la femme boit du café'],
    ['[the mice] eat [the fresh cheese]', 'les souris mangent le fromage frais'],
    ['[the doctor] does not listen to [this child]', "le médecin n' écoute pas cet enfant"],
    ['[the men] do not wait for [the train]', "les hommes n' attendent pas le train"],
    ['[the spider] is not under [the bed]', "l' araignée n' est pas sous le lit"],
    ['[the old turtles] sleep under [the big oak]', 'les vieilles tortues dorment sous le grand chêne'],
    ['[our birds] do not sing', 'nos oiseaux ne chantent pas'],
    ['[the soldier] hides [a knife] on [the road]', 'le soldat cache un couteau sur la route'],
    ['[the king] buys [some new boats]', 'le roi achète de nouveaux bateaux'],
    ['[the story] is very sad', "l' histoire est très triste"],
    ['[the house] of [the king] is old', 'la maison du roi est vieille'],
    ['[the oranges] near [this bridge] are not fresh', 'les oranges près de ce pont ne sont pas fraîches'],
    ['[these cars] are not very good', 'ces voitures ne sont pas très bonnes'],
    ['[this curious girl] reads [a long poem]', 'cette fille curieuse lit un long poème'],
    ['[two wolves] run in [the quiet forest]', 'deux loups courent dans la forêt calme'],
    ['[the children] are with [a young actress]', 'les enfants sont avec une jeune actrice'],
  ])('by hand: %s', (source, target) => {
    expect(french(sentence(source))).toBe(target);
  });
});
