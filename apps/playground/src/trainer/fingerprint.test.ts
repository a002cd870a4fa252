import { describe, expect, it } from 'vitest';
import { batchFingerprint, fingerprint, noFingerprint } from './fingerprint.ts';

const pair = (source: readonly number[], target: readonly number[]) => ({ source, target });
const of = (...batches: readonly (readonly ReturnType<typeof pair>[])[]): number =>
  batches.reduce<number>((before, batch) => batchFingerprint(before, batch), noFingerprint);

describe('a fingerprint', () => {
  it('is FNV-1a over halves of words, in whole numbers of any size', () => {
    // The same with big integers, which do not overflow.
    const slow = (numbers: readonly number[]): number => {
      let hash = 0x811c9dc5n;
      for (const number of numbers) {
        for (const half of [number & 0xffff, number >>> 16]) {
          hash = ((hash ^ BigInt(half)) * 0x01000193n) % 2n ** 32n;
        }
      }
      return Number(hash);
    };
    for (const numbers of [[], [0], [1, 2, 3], [0xffffffff, 0x3f800000, 0x80000000]]) {
      expect(fingerprint(noFingerprint, numbers)).toBe(slow(numbers));
    }
  });

  it('goes on where another ended', () => {
    const numbers = [5, 0xdeadbeef, 7, 8];
    expect(fingerprint(fingerprint(noFingerprint, numbers.slice(0, 2)), numbers.slice(2))).toBe(
      fingerprint(noFingerprint, numbers),
    );
  });

  it('of batches changes with any token, any order and any border', () => {
    const [a, b] = [pair([1, 2], [3]), pair([4], [5, 6])];
    const all = [
      ...[of([a, b]), of([b, a]), of([a], [b]), of([a]), of([])],
      ...[of([pair([1], [2, 3]), b]), of([pair([1, 2, 3], []), b]), of([a, pair([4], [5, 7])])],
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(of([pair([1, 2], [3]), pair([4], [5, 6])])).toBe(of([a, b]));
  });
});
