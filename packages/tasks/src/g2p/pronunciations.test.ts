import { describe, expect, test } from 'vitest';
import { readPronunciations } from './pronunciations.ts';

describe('readPronunciations', () => {
  test('collects the pronunciations of a word in order', () => {
    const read = readPronunciations({
      hello: 'HH AH0 L OW1',
      'hello(2)': 'HH EH0 L OW1',
      'read(12)': 'R IY1 D',
      read: 'R EH1 D',
    });
    expect([...read]).toEqual([
      [
        'hello',
        [
          ['HH', 'AH', 'L', 'OW'],
          ['HH', 'EH', 'L', 'OW'],
        ],
      ],
      [
        'read',
        [
          ['R', 'IY', 'D'],
          ['R', 'EH', 'D'],
        ],
      ],
    ]);
  });

  test('joins pronunciations that differ in stress alone', () => {
    const read = readPronunciations({ the: 'DH AH0', 'the(2)': 'DH AH1', 'the(3)': 'DH IY0' });
    expect(read.get('the')).toEqual([
      ['DH', 'AH'],
      ['DH', 'IY'],
    ]);
  });

  test('leaves out comments', () => {
    const read = readPronunciations({ aalborg: 'AO1 L B AO0 R G # place, danish', 'aalborg(2)': 'AA1 L B AO0 R G' });
    expect(read.get('aalborg')).toEqual([
      ['AO', 'L', 'B', 'AO', 'R', 'G'],
      ['AA', 'L', 'B', 'AO', 'R', 'G'],
    ]);
  });

  test('keeps words of a to z only', () => {
    const entries = ["'tis", "aaron's", 'a.m.', 'a42128', 'x-ray', 'café', 'Upper', '', '(2)', 'constructor', 'a'];
    const read = readPronunciations(Object.fromEntries(entries.map((entry) => [entry, 'T IH1 Z'])));
    expect([...read.keys()]).toEqual(['constructor', 'a']);
  });
});
