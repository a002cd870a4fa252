import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './utf8.ts';

describe('decodeUtf8', () => {
  it('gives back every text', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.startsWith('\uFEFF'));
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeUtf8(new TextEncoder().encode(value), 'file')).toBe(value);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('names the first line that is not UTF-8, and not one that rightly holds U+FFFD', () => {
    const good = [...new TextEncoder().encode('ä\uFFFD\n')];
    for (const bad of [[0xe9], [0xc3], [0xed, 0xa0, 0x80], [0xff, 0xfe]]) {
      expect(() => decodeUtf8(Uint8Array.from([...good, ...good, ...bad, 0x0a, 0xff]), 'a.tsv')).toThrow(
        /^a\.tsv:3: expected UTF-8, got bytes that are not; save the file as UTF-8/,
      );
    }
    expect(() => decodeUtf8(Uint8Array.from([0xe9]), 'a.tsv')).toThrow(/^a\.tsv:1: /);
  });
});
