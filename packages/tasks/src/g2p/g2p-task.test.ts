import { beforeAll, describe, expect, test } from 'vitest';
import type { TaskData, TaskExample } from '../task.ts';
import { g2pTask } from './g2p-task.ts';
import { splitOfWord } from './word-split.ts';

/** The phone set that the dictionary documents: 15 vowels and 24 consonants. */
const documentedPhones =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ');

let data: TaskData;
let all: readonly TaskExample[];

beforeAll(async () => {
  data = await g2pTask();
  all = [...data.train, ...data.dev, ...data.test];
});

function wordOf({ source }: TaskExample): string {
  return source.join('');
}

describe('g2pTask', () => {
  test('has every word once, in the split that its spelling decides', () => {
    expect(new Set(all.map(wordOf)).size).toBe(all.length);
    for (const split of ['train', 'dev', 'test'] as const) {
      expect(data[split].filter((example) => splitOfWord(wordOf(example)) !== split)).toEqual([]);
    }
  });

  test('spells with single letters a to z', () => {
    expect(all.filter(({ source }) => source.length === 0 || source.some((token) => !/^[a-z]$/.test(token)))).toEqual(
      [],
    );
  });

  test('speaks with the 39 documented phones, without stress', () => {
    const phones = new Set(all.flatMap(({ targets }) => targets.flat()));
    expect([...phones].toSorted()).toEqual(documentedPhones);
  });

  test('gives every word at least one pronunciation, none empty and none twice', () => {
    const odd = all.filter(
      ({ targets }) =>
        targets.length === 0 ||
        targets.some((target) => target.length === 0) ||
        new Set(targets.map((target) => target.join(' '))).size !== targets.length,
    );
    expect(odd).toEqual([]);
  });

  test('keeps about 93 % for training, 2 % for development and 5 % for the test', () => {
    expect(all.length).toBeGreaterThan(100_000);
    // of 117,000 words, one standard deviation is below 0.0008
    expect(Math.abs(data.train.length / all.length - 0.93)).toBeLessThan(0.004);
    expect(Math.abs(data.dev.length / all.length - 0.02)).toBeLessThan(0.004);
    expect(Math.abs(data.test.length / all.length - 0.05)).toBeLessThan(0.004);
  });

  // Checked by hand against the dictionary file.
  test.each([
    ['hello', ['HH AH L OW', 'HH EH L OW']],
    ['read', ['R EH D', 'R IY D']],
    ['tomato', ['T AH M EY T OW', 'T AH M AA T OW']],
    ['cat', ['K AE T']],
    ['the', ['DH AH', 'DH IY']],
    ['aalborg', ['AO L B AO R G', 'AA L B AO R G']],
  ])('knows %s', (word, pronunciations) => {
    const example = all.find((candidate) => wordOf(candidate) === word);
    expect(example?.targets.map((target) => target.join(' '))).toEqual(pronunciations);
  });
});
