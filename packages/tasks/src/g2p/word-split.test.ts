import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fnv1a } from './fnv1a.ts';
import { splitOfWord } from './word-split.ts';

/** The definition in whole numbers, without 32-bit tricks. */
function byDefinition(text: string): bigint {
  return Buffer.from(text, 'utf8').reduce(
    (hash, byte) => ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n,
    2_166_136_261n,
  );
}

describe('fnv1a', () => {
  // From the test suite of the algorithm's authors.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['foobar', 0xbf9cf968],
  ])('of %j', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  test('equals the definition, on UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(BigInt(fnv1a(text))).toBe(byDefinition(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('splitOfWord', () => {
  test('is the hash modulo 100: 0 to 4 test, 5 and 6 dev, the rest train', () => {
    const expected = [...Array<string>(5).fill('test'), 'dev', 'dev', ...Array<string>(93).fill('train')];
    const seen = new Set<number>();
    for (let number = 0; number < 3000; number++) {
      const word = `w${number}`;
      const bucket = Number(byDefinition(word) % 100n);
      seen.add(bucket);
      expect(splitOfWord(word)).toBe(expected[bucket]);
    }
    expect(seen.size).toBe(100);
  });
});
