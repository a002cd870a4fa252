import { describe, expect, it } from 'vitest';
import { textLength } from './text-length.ts';

describe('textLength', () => {
  it('gives a wide character a square, a narrow one two thirds of it, an accent nothing', () => {
    expect(textLength(['猫'], 20)).toBe(20);
    expect(textLength(['ab'], 20)).toBe(26);
    expect(textLength(['e\u{301}'], 20)).toBe(13);
  });

  it('measures a text as the sum of its characters, in any order and company', () => {
    const characters = ['a', 'W', ' ', '~', '\u{2212}', '猫', 'é'];
    const sum = characters.reduce((length, character) => length + textLength([character], 20), 0);
    expect(textLength([characters.join('')], 20)).toBeCloseTo(sum, 9);
    expect(textLength(['aW ~\u{2212}'], 20)).toBeCloseTo(5 * textLength(['a'], 20), 9);
  });

  it('takes the longest of several, and nothing for none', () => {
    expect(textLength(['a', 'abc', 'ab'], 10)).toBeCloseTo(19.5);
    expect(textLength([], 10)).toBe(0);
  });
});
