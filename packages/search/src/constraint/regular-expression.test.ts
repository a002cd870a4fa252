import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel } from '../../testing/index.ts';
import { beam, greedy, search, type Hypothesis } from '../index.ts';
import { regularExpression } from './regular-expression.ts';
import { characterAutomaton } from './character-automaton.ts';

/** Random patterns of what is understood. */
const { pattern } = fc.letrec<{ pattern: string; part: string; repeated: string; sequence: string }>((tie) => ({
  pattern: fc.oneof(
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('sequence')).map((each) => each.join('|')),
  ),
  sequence: fc.array(tie('repeated'), { maxLength: 3 }).map((each) => each.join('')),
  repeated: fc
    .tuple(tie('part'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '{0}', '*?', '{1,3}?'))
    .map((each) => each.join('')),
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      String.raw`\w`,
      String.raw`\p{Lu}`,
      String.raw`\x61`,
      String.raw`\.`,
      'ü',
      '😀',
    ),
    tie('pattern').map((each) => `(${each})`),
    tie('pattern').map((each) => `(?:${each})`),
    tie('pattern').map((each) => `(?<n${each.length}>${each})`),
  ),
}));

test('texts match as they do with the language’s own regular expressions', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'A', '.', 'ü', '😀', '\n'), { maxLength: 6 });
  let matches = 0;
  fc.assert(
    fc.property(
      pattern,
      fc.array(text, { minLength: 5, maxLength: 5 }),
      fc.constantFrom('', 'i', 's', 'is'),
      (source, texts, flags) => {
        let oracle: RegExp;
        try {
          oracle = new RegExp(`^(?:${source})$`, `u${flags}`);
        } catch {
          return; // the same name twice
        }
        const start = characterAutomaton('test', new RegExp(source, `u${flags}`));
        for (const characters of texts) {
          const end = characters.reduce<typeof start | undefined>((state, character) => state?.next(character), start);
          expect(end?.accepts === true).toBe(oracle.test(characters.join('')));
          if (end?.accepts) matches++;
        }
      },
    ),
    { seed: 1, numRuns: 3000 },
  );
  expect(matches).toBeGreaterThan(1000);
});

describe('outputs that match', () => {
  const pieces = ['', '1', '12', '-', '0', '3', '-0', 'x', '2-'];
  const find = async (constraint: ReturnType<typeof regularExpression>, strategy = greedy()) => {
    const model = randomTableModel({ seed: 2, vocabularySize: pieces.length });
    const request = { sources: 20, bos: 0, eos: 0, maxLength: 9, constraints: [constraint] };
    const found = await search(model, model.start(20), request, strategy);
    return found.map(([best]) => best!);
  };
  const textOf = ({ tokens }: Hypothesis, separator: string) =>
    tokens
      .slice(0, -1)
      .map((token) => pieces[token])
      .join(separator);

  test.each([
    ['greedy', greedy()],
    ['beam 4', beam({ width: 4 })],
  ])('%s: a date, whichever way the pieces cut it', async (_, strategy) => {
    const outputs = await find(regularExpression(/\d{2}-(0\d|1[0-2])-\d{2}/u, pieces), strategy);
    for (const output of outputs) {
      expect(output.finished).toBe(true);
      expect(textOf(output, '')).toMatch(/^\d{2}-(0\d|1[0-2])-\d{2}$/u);
    }
    expect(new Set(outputs.map((output) => textOf(output, ''))).size).toBeGreaterThan(3);
  });

  test('words with blanks between them', async () => {
    for (const output of await find(regularExpression('(12 )*x( -)+', pieces, { separator: ' ' }))) {
      expect(output.finished).toBe(true);
      expect(textOf(output, ' ')).toMatch(/^(12 )*x( -)+$/u);
    }
  });
});

describe('what is refused', () => {
  test.each([
    ['(', 'regularExpression: the pattern must be a regular expression without'],
    ['^a', 'got “^a” in ^a; whole texts are matched anyway.'],
    ['a$', 'got “$” in a$'],
    [String.raw`\ba`, String.raw`got “\ba” in`],
    [String.raw`(a)\1`, String.raw`got “\1” in`],
    ['a(?=b)', 'got “(?=” in'],
    ['(?<!b)a', 'got “(?<” in'],
    ['(a{500}){500}', 'got more than 10000 characters, repetitions written out, in'],
    ['b', 'regularExpression: some sequence of tokens must match b, got 2 texts of which none does'],
  ])('%s', (source, message) => {
    expect(() => regularExpression(source, ['', 'a'])).toThrow(message);
  });

  test('an end of sentence with a text', async () => {
    const model = randomTableModel({ seed: 1, vocabularySize: 2 });
    const constraints = [regularExpression('[a-z]*', ['end', 'a'])];
    await expect(
      search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 3, constraints }, greedy()),
    ).rejects.toThrow(
      "regularExpression, source 0: must read the model's 2 tokens except the end of sentence 0, got 2 tokens and the end",
    );
  });
});
