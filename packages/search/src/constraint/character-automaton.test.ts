import { describe, expect, test } from 'vitest';
import { characterAutomaton, type PatternState } from './character-automaton.ts';

/** All texts of these characters, up to a length. */
function textsOf(alphabet: readonly string[], longest: number): string[][] {
  const ofLength: string[][][] = [[[]]];
  for (let length = 1; length <= longest; length++)
    ofLength.push(ofLength.at(-1)!.flatMap((text) => alphabet.map((character) => [...text, character])));
  return ofLength.flat();
}

const read = (start: PatternState, text: readonly string[]) =>
  text.reduce<PatternState | undefined>((state, character) => state?.next(character), start);

/** What the automaton and what the language itself accepts of these texts. */
function accepted(pattern: RegExp | string, texts: readonly (readonly string[])[]) {
  const start = characterAutomaton('test', pattern);
  const { source, flags } = typeof pattern === 'string' ? { source: pattern, flags: 'u' } : pattern;
  const oracle = new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, ''));
  return [
    texts.filter((text) => read(start, text)?.accepts === true).map((text) => text.join('')),
    texts.map((text) => text.join('')).filter((text) => oracle.test(text)),
  ];
}

const parts = [
  'a',
  '(?:ab)',
  '(?:a|b)',
  '(?:a|)',
  '(?:|b)',
  '(?:a?b?)',
  '(?:a*)',
  '(a|ba)',
  '(?<name>b)',
  '[^a]',
  '[ab]',
];
const quantifiers = [
  '',
  '*',
  '+',
  '?',
  '{0}',
  '{1}',
  '{2}',
  '{3}',
  '{0,}',
  '{1,}',
  '{2,}',
  '{0,1}',
  '{0,2}',
  '{1,2}',
  '{2,4}',
  '*?',
  '+?',
  '??',
  '{2,}?',
];

describe.each(quantifiers)('a part %s', (quantifier) => {
  const texts = textsOf(['a', 'b'], 6);

  test.each(parts)('%s alone, before, behind and within others', (part) => {
    const repeated = `${part}${quantifier}`;
    for (const pattern of [
      repeated,
      `b${repeated}`,
      `${repeated}a`,
      `${repeated}|bb`,
      `|${repeated}b`,
      `(?:${repeated}b)*`,
    ]) {
      const [found, expected] = accepted(new RegExp(pattern, 'u'), texts);
      expect(found, pattern).toEqual(expected);
    }
  });
});

test('two parts that may be empty, one behind another', () => {
  const texts = textsOf(['a', 'b', 'c'], 4);
  for (const pattern of [
    'a?b?',
    'a?b?c',
    'ca?b?',
    '(?:a?b?)c',
    'c(?:a?|b*)c',
    '(?:a?b?)+c',
    '(?:a|)(?:b|)(?:c|)',
    '',
  ]) {
    const [found, expected] = accepted(pattern, texts);
    expect(found, pattern).toEqual(expected);
  }
});

test('flags, classes, properties and escapes are those of the language', () => {
  const texts = textsOf(['a', 'A', 'é', '😀', '\n', '.', ']', '\\'], 2);
  const patterns: readonly (RegExp | string)[] = [
    ...[
      '.',
      '..',
      String.raw`\p{Lu}`,
      String.raw`\P{L}`,
      String.raw`\.`,
      String.raw`\n`,
      String.raw`\u{1F600}`,
      String.raw`\u0061`,
    ],
    ...[
      String.raw`\x61`,
      String.raw`\cJ`,
      String.raw`\w\W`,
      String.raw`\s|\S`,
      String.raw`[\]a]`,
      String.raw`[^\\]`,
      '[a-z]',
      'é',
      '😀',
    ],
    ...[/a/iu, /./su, /\p{Ll}/iu, /a./isu, /a/gu, /A/giuy],
  ];
  for (const pattern of patterns) {
    const [found, expected] = accepted(pattern, texts);
    expect(found, String(pattern)).toEqual(expected);
  }
});

test('where no text goes on there is no state', () => {
  const start = characterAutomaton('test', 'ab?');
  expect(start.next('b')).toBeUndefined();
  expect(read(start, ['a', 'b'])!.accepts).toBe(true);
  for (const further of ['a', 'b', '']) expect(read(start, ['a', 'b', further])).toBeUndefined();
});

test('the same places of the pattern are the same state, whatever led there', () => {
  const start = characterAutomaton('test', '(?:a|b|ba)*c');
  const [one, other] = [read(start, ['b', 'a']), read(start, ['a', 'b', 'a'])];
  expect(one!.name).toBe(other!.name);
  expect(one!.name).not.toBe(read(start, ['b'])!.name);
});
