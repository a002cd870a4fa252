import { describe, expect, test } from 'vitest';
import { frenchWord, joinedWords } from './french-words.ts';

/** Words as they are written, each with its sources; a word is made from the one at its own place. */
function joined(text: string): string {
  const words = text.split(' ').map((word, index) => frenchWord(word.replace('*', ''), [index], word.includes('*')));
  return joinedWords(words)
    .map((word) => `${word.text}${word.sources.join('')}`)
    .join(' ');
}

describe('joinedWords', () => {
  test.each([
    ["le/l' chat", 'le0 chat1'],
    ["le/l' arbre", "l'0 arbre1"],
    ["la/l' eau", "l'0 eau1"],
    ["la/l' île", "l'0 île1"],
    ["le/l' œuf", "l'0 œuf1"],
    ["le/l' homme", "l'0 homme1"],
    ["le/l' *hibou", 'le0 hibou1'],
    ['ce/cet beau/bel arbre', 'ce0 bel1 arbre2'],
    ['ce/cet arbre', 'cet0 arbre1'],
    ['beau/bel', 'beau0'],
    ["ne/n' est pas", "n'0 est1 pas2"],
  ])('elides before vowels and silent h: %s', (text, expected) => {
    expect(joined(text)).toBe(expected);
  });

  test.each([
    ["de/d' le/l' roi", 'du01 roi2'],
    ["de/d' les rois", 'des01 rois2'],
    ["à le/l' roi", 'au01 roi2'],
    ['à les enfants', 'aux01 enfants2'],
    ["à le/l' *hibou", 'au01 hibou2'],
    ["de/d' la/l' reine", 'de0 la1 reine2'],
    ["de/d' le/l' enfant", "de0 l'1 enfant2"],
    ["de/d' un ami", "d'0 un1 ami2"],
    ["avec le/l' roi", 'avec0 le1 roi2'],
  ])('contracts de and à with le and les, from both sources: %s', (text, expected) => {
    expect(joined(text)).toBe(expected);
  });

  test('names a source once where both words have it', () => {
    const words = joinedWords([frenchWord("de/d'", [0]), frenchWord("le/l'", [0]), frenchWord('pain', [1])]);
    expect(words.map(({ text, sources }) => [text, sources])).toEqual([
      ['du', [0]],
      ['pain', [1]],
    ]);
  });
});
