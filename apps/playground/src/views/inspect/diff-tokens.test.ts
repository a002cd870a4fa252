import { createRandom } from '@seq2seq/core';
import { describe, expect, it } from 'vitest';
import { diffTokens } from './diff-tokens.ts';

const random = createRandom(5);
const anyWord = (): string[] =>
  Array.from({ length: Math.floor(random.next() * 7) }, () => 'abc'[Math.floor(random.next() * 3)]!);

/** The longest common subsequence by trying all of one. */
const longestCommon = (from: readonly string[], to: readonly string[]): number => {
  let longest = 0;
  for (let chosen = 0; chosen < 2 ** from.length; chosen++) {
    const tokens = from.filter((_, place) => chosen & (1 << place));
    let at = 0;
    for (const token of to) if (token === tokens[at]) at++;
    if (at === tokens.length) longest = Math.max(longest, at);
  }
  return longest;
};

describe('the difference of two outputs', () => {
  it('leads from one to the other, and keeps as much as can be kept', () => {
    for (let times = 0; times < 200; times++) {
      const [from, to] = [anyWord(), anyWord()];
      const changes = diffTokens(from, to);
      const told = (leftOut: string): string[] =>
        changes.filter(({ change }) => change !== leftOut).map(({ token }) => token);
      expect(told('new')).toEqual(from);
      expect(told('gone')).toEqual(to);
      expect(changes.filter(({ change }) => change === 'same')).toHaveLength(longestCommon(from, to));
    }
  });
});
