import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { characterTokenizer } from './characters.ts';
import { tokenizerOfType } from './tokenizer-from-type.ts';
import { wordTokenizer } from './words.ts';

const anyText = fc.string({ unit: 'binary' });

describe.each([characterTokenizer, wordTokenizer])('$type', (tokenizer) => {
  test('gives no empty tokens, and the same for every normal form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenizer.tokenize(text);
        expect(tokens).not.toContain('');
        expect(tokenizer.tokenize(text.normalize('NFC'))).toEqual(tokens);
        expect(tokenizer.tokenize(text.normalize('NFD'))).toEqual(tokens);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('gives the same tokens after a round trip', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenizer.tokenize(text);
        expect(tokenizer.tokenize(tokenizer.detokenize(tokens))).toEqual(tokens);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('has no token for no text', () => {
    expect(tokenizer.tokenize('')).toEqual([]);
    expect(tokenizer.detokenize([])).toBe('');
  });

  test('is found by its type', () => {
    expect(tokenizerOfType(tokenizer.type)).toBe(tokenizer);
  });
});

describe('characterTokenizer', () => {
  test('gives back the text in normal form C', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(characterTokenizer.detokenize(characterTokenizer.tokenize(text))).toBe(text.normalize('NFC'));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('splits at code points, spaces included, after composing', () => {
    expect(characterTokenizer.tokenize('a 😀e\u0301\u2028')).toEqual(['a', ' ', '😀', '\u00E9', '\u2028']);
  });

  test('never yields half a surrogate pair', () => {
    expect(characterTokenizer.tokenize('a\uD83D😀\uDE00')).toEqual(['a', '\uFFFD', '😀', '\uFFFD']);
  });
});

describe('wordTokenizer', () => {
  test('gives back text with single spaces in normal form C', () => {
    const word = anyText.map((text) => text.replaceAll(/[ \t]/g, '')).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        expect(wordTokenizer.detokenize(wordTokenizer.tokenize(text))).toBe(text.normalize('NFC'));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('splits on runs of space and tab', () => {
    expect(wordTokenizer.tokenize('  je\t suis \tlà ')).toEqual(['je', 'suis', 'là']);
  });

  test.each(['\u00A0', '\u0085', '\u2028', '\u2029', '\u202F', '\u3000', '\u2003', '\uFEFF', '\v', '\f', '\r'])(
    'does not split at %j',
    (space) => {
      const word = `10${space}kg`;
      expect(wordTokenizer.tokenize(`about ${word} more`)).toEqual(['about', word.normalize('NFC'), 'more']);
    },
  );
});

describe('tokenizerOfType', () => {
  test.each(['subwords', '', 'toString', 'Characters'])('names the known types when asked for %j', (type) => {
    expect(() => tokenizerOfType(type)).toThrow(TextError);
    expect(() => tokenizerOfType(type)).toThrow(
      `expected the type "characters" or "words", got ${JSON.stringify(type)}`,
    );
  });
});
