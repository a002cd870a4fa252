import { describe, expect, test } from 'vitest';
import { joinedWords } from './french-words.ts';
import { nounPhrasesOnce } from './noun-phrase.ts';
import { clause } from './predicates.ts';
import { intransitiveVerbs, transitiveVerbs } from './verbs.ts';

const verbs = [...intransitiveVerbs, ...transitiveVerbs];

/** The verbs that do not end in -er, from a conjugation table. */
const irregular = `attend attendent, boit boivent, court courent, dort dorment, entend entendent, lit lisent, prend prennent,
  suit suivent, veut veulent, voit voient, écrit écrivent`;

describe('verbs', () => {
  test('form their plural by rule: -e and -ent, or as the table of the others says', () => {
    const table = new Set(irregular.split(/,\s+/));
    const others = new Set(
      verbs.map(({ french }) => french.join(' ')).filter((forms) => !/^(\S+)e \1ent$/.test(forms)),
    );
    expect([...others].toSorted()).toEqual([...table].toSorted());
    for (const { english } of verbs) {
      const [singular, plural] = english.map((words) => words.split(' '));
      const ending = /(s|x|ch|sh)$/.test(plural?.[0] ?? '') ? 'es' : 's';
      expect(singular).toEqual([`${plural?.[0]}${ending}`, ...(plural?.slice(1) ?? [])]);
    }
  });

  test('agree with their subject, and deny with "ne" and "pas", which elides', () => {
    const subjects = nounPhrasesOnce()(2, ['person', 'animal'], 'the');
    for (let index = 0; index < subjects.count; index++) {
      const subject = subjects.at(index);
      for (const verb of verbs) {
        const number = subject.isPlural ? 1 : 0;
        const saidOf = (isDenied: boolean) => {
          const { english, french } = clause(subject, verb, isDenied);
          return [
            english.slice(2).join(' '),
            joinedWords(french)
              .slice(2)
              .map(({ text }) => text)
              .join(' '),
          ];
        };
        const ne = /^[aeé]/.test(verb.french[number]) ? "n'" : 'ne';
        expect([saidOf(false), saidOf(true)]).toEqual([
          [verb.english[number], verb.french[number]],
          [`${['does', 'do'][number]} not ${verb.english[1]}`, `${ne} ${verb.french[number]} pas`],
        ]);
      }
    }
    expect(subjects.count).toBe(2 * 28);
  });
});
