import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLength } from '../svg/text-length.ts';
import { labels } from './__fixtures__/random-models.ts';
import { cutToLength, wrapToLength } from './fit-text.ts';

describe('cutToLength', () => {
  // At 20 pixels a narrow character is guessed to be 13 wide, a wide one 20.
  it.each([
    ['abcdef', 78, 'abcdef'],
    ['abcdef', 77, 'abcd…'],
    ['猫猫猫', 55, '猫猫…'],
    ['a  b', 51, 'a…'],
    ['a\nb', 100, 'a\\nb'],
    ['abc', 5, '…'],
  ])('cuts %j to %i pixels', (text, width, cut) => {
    expect(cutToLength(text, width, 20)).toBe(cut);
  });

  it('never gets longer than allowed, whatever comes', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 20, max: 300 }), (label, width) => {
        expect(textLength([cutToLength(label, width, 12)], 12)).toBeLessThanOrEqual(width + 1e-9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('wrapToLength', () => {
  it.each([
    ['maxout + softmax', 110, 2, ['maxout +', 'softmax']],
    ['maxout + softmax', 300, 2, ['maxout + softmax']],
    ['one two three four', 70, 2, ['one', 'two…']],
    ['one two three four', 70, 9, ['one', 'two', 'three', 'four']],
    ['incomprehensible', 70, 2, ['inco…']],
    ['', 70, 2, []],
  ])('wraps %j at %i pixels', (text, width, lines, wrapped) => {
    expect(wrapToLength(text, width, 20, lines)).toEqual(wrapped);
  });

  it('keeps to its lines and their length, and loses nothing that fits', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 20, max: 300 }), fc.integer({ min: 1, max: 4 }), (label, width, lines) => {
        const wrapped = wrapToLength(label, width, 12, lines);
        expect(wrapped.length).toBeLessThanOrEqual(lines);
        expect(textLength(wrapped, 12)).toBeLessThanOrEqual(width + 1e-9);
        const enough = wrapToLength(label, 1e6, 12, lines).join(' ');
        if (!wrapped.some((line) => line.endsWith('…'))) expect(wrapped.join(' ')).toBe(enough);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
