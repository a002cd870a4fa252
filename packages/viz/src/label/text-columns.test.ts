import { describe, expect, it } from 'vitest';
import { characters, cutToWidth, pad, widest } from './text-columns.ts';

describe('text in columns', () => {
  it('counts characters as a reader does', () => {
    expect(characters('e\u{301}👩‍👩‍👧猫')).toEqual(['e\u{301}', '👩‍👩‍👧', '猫']);
  });

  it('measures the widest', () => {
    expect(widest(['abc', '猫猫'])).toBe(4);
    expect(widest([])).toBe(0);
  });

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['猫猫猫', 5, '猫猫…'],
    ['猫猫猫', 4, '猫…'],
    ['abc', 1, '…'],
  ])('cuts %s to %i columns', (text, width, cut) => {
    expect(cutToWidth(text, width)).toBe(cut);
  });

  it('pads on the side asked for, wide characters counted as two', () => {
    expect(pad('猫', 5, 'left')).toBe('猫   ');
    expect(pad('猫', 5, 'right')).toBe('   猫');
    expect(pad('猫', 5, 'centre')).toBe(' 猫  ');
    expect(pad('long', 2, 'left')).toBe('long');
  });
});
