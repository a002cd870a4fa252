import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { VocabularyError } from '../vocabulary-error.ts';
import { isSpecialToken, specialTokens } from './special-tokens.ts';
import { vocabularyFromJson, vocabularyToJson } from './vocabulary-json.ts';
import { createVocabulary } from './vocabulary.ts';

/** The error of a content that must be refused. */
function errorOf(value: unknown): VocabularyError {
  try {
    vocabularyFromJson(value, 'source.vocabulary.json');
  } catch (error) {
    if (VocabularyError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('vocabularyFromJson', () => {
  test('reads what vocabularyToJson wrote', () => {
    const tokens = fc.uniqueArray(
      fc.string({ unit: 'binary', minLength: 1 }).filter((token) => !isSpecialToken(token)),
    );
    fc.assert(
      fc.property(tokens, (surface) => {
        const vocabulary = createVocabulary([...specialTokens, ...surface]);
        const written: unknown = JSON.parse(JSON.stringify(vocabularyToJson(vocabulary)));
        expect(vocabularyFromJson(written, 'file').tokens).toEqual(vocabulary.tokens);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('has one key', () => {
    expect(vocabularyToJson(createVocabulary([...specialTokens, 'a']))).toEqual({ tokens: [...specialTokens, 'a'] });
  });

  test.each([
    [null, 'null'],
    [undefined, 'nothing'],
    [['a'], 'a list'],
    ['a', 'the string "a"'],
    [3, 'the number 3'],
  ])('refuses %j as a whole', (value, description) => {
    expect(errorOf(value).message).toMatch(/^source\.vocabulary\.json: expected an object /);
    expect(errorOf(value).message).toContain(`got ${description};`);
  });

  test.each([
    [{}, 'nothing'],
    [{ tokens: null }, 'null'],
    [{ tokens: {} }, 'an object'],
    [{ tokens: true }, 'the boolean true'],
  ])('refuses %j for its tokens', (value, description) => {
    expect(errorOf(value).message).toContain(`expected "tokens" to be a list of strings, got ${description};`);
  });

  test('lists unknown keys and wrong types in one error', () => {
    const error = errorOf({ tokens: [...specialTokens, 1, 'a', null, ['b']], token: [], size: 3 });
    expect(error.problems).toHaveLength(5);
    expect(error.message).toContain('unknown key "token"');
    expect(error.message).toContain('unknown key "size"');
    expect(error.message).toContain('expected tokens[4] to be a string, got the number 1;');
    expect(error.message).toContain('expected tokens[6] to be a string, got null;');
    expect(error.message).toContain('expected tokens[7] to be a string, got a list;');
  });

  test('names the file for a fault of the list and for a later question', () => {
    expect(errorOf({ tokens: ['a'] }).where).toBe('source.vocabulary.json');
    const vocabulary = vocabularyFromJson({ tokens: [...specialTokens] }, 'source.vocabulary.json');
    expect(() => vocabulary.tokenOf(4)).toThrow(/^source\.vocabulary\.json: /);
  });
});

describe('VocabularyError', () => {
  test('is known by its marker', () => {
    const error = errorOf(null);
    expect(error.name).toBe('VocabularyError');
    expect(Symbol.for('seq2seq.error') in error).toBe(true);
    expect(TextError.isInstance(error)).toBe(true);
    expect(VocabularyError.isInstance(new TextError('other'))).toBe(false);
    expect(VocabularyError.isInstance(Object.assign(new Error('other'), { name: 'VocabularyError' }))).toBe(false);
    for (const value of [null, undefined, 'error', {}, new Error('other')]) {
      expect(VocabularyError.isInstance(value)).toBe(false);
      expect(TextError.isInstance(value)).toBe(false);
    }
  });
});
