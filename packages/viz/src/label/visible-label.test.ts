import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleLabel } from './visible-label.ts';

describe('visibleLabel', () => {
  it.each([
    ['plain', 'plain'],
    ['猫 👩‍👩‍👧 é', '猫 👩‍👩‍👧 é'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u{1B}[31mred', '\\x1b[31mred'],
    ['\u{0}\u{7F}\u{9B}', '\\x00\\x7f\\x9b'],
    ['\u{202E}evil\u{2028}', '\\u202eevil\\u2028'],
    ['\u{D800}x', '\\ud800x'],
    ['\u{200B}', '\\u200b'],
    [' ', '␣'],
    ['  ', '␣␣'],
    [' the', ' the'],
    ['', ''],
  ])('shows %j as %j', (label, shown) => {
    expect(visibleLabel(label)).toBe(shown);
  });

  it('leaves no control character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(visibleLabel(label)).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
