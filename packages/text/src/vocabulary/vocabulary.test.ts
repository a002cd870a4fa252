import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VocabularyError } from '../vocabulary-error.ts';
import { isSpecialToken, specialTokens } from './special-tokens.ts';
import { createVocabulary } from './vocabulary.ts';

const surfaceTokens = fc.uniqueArray(
  fc.string({ unit: 'binary', minLength: 1 }).filter((token) => !isSpecialToken(token)),
  { minLength: 1 },
);

/** The problems of a list that must be refused. */
function problemsOf(tokens: readonly string[]): readonly string[] {
  try {
    createVocabulary(tokens);
  } catch (error) {
    if (VocabularyError.isInstance(error)) return error.problems;
    throw error;
  }
  return [];
}

describe('createVocabulary', () => {
  test('decodes what it encoded, whatever surrounds it', () => {
    fc.assert(
      fc.property(
        surfaceTokens.chain((tokens) => fc.tuple(fc.constant(tokens), fc.array(fc.constantFrom(...tokens)))),
        ([tokens, sentence]) => {
          const vocabulary = createVocabulary([...specialTokens, ...tokens]);
          const { pad, bos, eos } = vocabulary;
          const ids = vocabulary.encode(sentence);
          expect(ids).toHaveLength(sentence.length);
          expect(vocabulary.decode(ids)).toEqual(sentence);
          expect(vocabulary.decode(Int32Array.from([bos, ...ids, pad, eos, 999, pad]))).toEqual(sentence);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  test('numbers its tokens by position', () => {
    fc.assert(
      fc.property(surfaceTokens, (tokens) => {
        const vocabulary = createVocabulary([...specialTokens, ...tokens]);
        expect(vocabulary.size).toBe(tokens.length + 4);
        vocabulary.tokens.forEach((token, id) => expect(vocabulary.tokenOf(id)).toBe(token));
        tokens.forEach((token, index) => {
          expect(vocabulary.idOf(token)).toBe(index + 4);
          expect(vocabulary.has(token)).toBe(true);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('has its special tokens at 0 to 3', () => {
    const vocabulary = createVocabulary([...specialTokens, 'a']);
    const { pad, unk, bos, eos } = vocabulary;
    expect([pad, unk, bos, eos]).toEqual([0, 1, 2, 3]);
    expect([pad, unk, bos, eos].map((id) => vocabulary.tokenOf(id))).toEqual(['<pad>', '<unk>', '<s>', '</s>']);
  });

  test('takes text spelled like a special token for an unknown word', () => {
    const vocabulary = createVocabulary([...specialTokens, 'a']);
    for (const token of [...specialTokens, 'b', '', 'constructor', '__proto__']) {
      expect(vocabulary.idOf(token)).toBe(vocabulary.unk);
      expect(vocabulary.has(token)).toBe(false);
    }
    expect(vocabulary.encode(['a', '</s>', 'a'])).toEqual([4, 1, 4]);
  });

  test('keeps <unk> when decoding', () => {
    expect(createVocabulary([...specialTokens, 'a']).decode([2, 4, 1, 0, 4, 3, 4])).toEqual(['a', '<unk>', 'a']);
  });

  test('does not change with the list it was made from', () => {
    const tokens = [...specialTokens, 'a'];
    const vocabulary = createVocabulary(tokens);
    tokens[4] = 'b';
    expect(vocabulary.tokens[4]).toBe('a');
    expect(Object.isFrozen(vocabulary.tokens)).toBe(true);
  });

  test.each([-1, 5, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('has no token %d', (id) => {
    const vocabulary = createVocabulary([...specialTokens, 'a'], 'source.json');
    const message = `source.json: expected an id from 0 to 4, got ${id}; `;
    expect(() => vocabulary.tokenOf(id)).toThrow(VocabularyError);
    expect(() => vocabulary.tokenOf(id)).toThrow(message);
    expect(() => vocabulary.decode([4, id])).toThrow(message);
  });

  test('refuses a list without the special tokens in their place', () => {
    const [pad, unk, bos, eos] = specialTokens;
    for (const tokens of [[], ['a'], [pad, unk, bos], [unk, pad, bos, eos], ['a', pad, unk, bos, eos]]) {
      expect(problemsOf(tokens)[0]).toMatch(
        /^expected the special tokens "<pad>", "<unk>", "<s>", "<\/s>" as ids 0 to 3, got /,
      );
    }
  });

  test('lists everything that is wrong', () => {
    const problems = problemsOf([...specialTokens, 'a', 'b', 'a', '', 'b', 'b', '</s>', '']);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('got "</s>" further on');
    expect(problems[1]).toContain('got an empty one as id 7, 11');
    expect(problems[2]).toContain('got "a", "b" more than once');
    expect(problemsOf(['x', 'x'])).toHaveLength(2);
  });
});
