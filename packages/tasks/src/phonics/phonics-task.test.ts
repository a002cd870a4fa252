import { describe, expect, test } from 'vitest';
import { seededRandom } from '../__fixtures__/seeded-random.ts';
import { allOf, describeTaskLaws, sourcesOf } from '../__fixtures__/task-laws.ts';
import type { TaskExample } from '../task.ts';
import { soundedPieces } from './sound-rules.ts';
import { phonicsTask } from './phonics-task.ts';

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiou'.includes(letter);
const isConsonant = (letter: string | undefined): boolean => letter !== undefined && !isVowel(letter);

const pairs: Readonly<Record<string, string>> = {
  ...{ ai: 'EY', au: 'AO', ee: 'IY', ea: 'IY', ei: 'EY', eu: 'Y UW', ie: 'IY', oo: 'UW', ou: 'UW', oi: 'OY' },
  ...{ cc: 'K', ck: 'K', ch: 'CH', gg: 'G', gh: 'F', kk: 'K', ng: 'NG', nn: 'N', rr: 'R', rh: 'R' },
  ...{ ss: 'S', sh: 'SH', tt: 'T', th: 'TH' },
};
const short: Readonly<Record<string, string>> = { a: 'AE', e: 'EH', i: 'IH', o: 'AA', u: 'AH' };
const long: Readonly<Record<string, string>> = { a: 'EY', e: 'IY', i: 'AY', o: 'OW', u: 'Y UW' };

/** The sounds of one letter, said in ordinary code instead of patterns. */
function soundsOfLetter(letters: readonly string[], place: number): string {
  const [before, letter = '', next, afterNext] = [-1, 0, 1, 2].map((offset) => letters[place + offset]);
  const isBetweenVowels = isVowel(before) && isVowel(next);
  if (letter === 'e' && next === undefined && isConsonant(before)) return '';
  if (isVowel(letter)) return (isConsonant(next) && isVowel(afterNext) ? long : short)[letter] ?? '';
  if (letter === 'h') return place === 0 || isVowel(next) ? 'HH' : '';
  if (letter === 'x') return isBetweenVowels ? 'G Z' : 'K S';
  if (letter === 's') return isBetweenVowels ? 'Z' : 'S';
  if (letter === 't') return next === 'i' && 'aou'.includes(afterNext ?? '-') ? 'SH' : 'T';
  if ('gk'.includes(letter) && next === 'n') return '';
  if (letter === 'c') return next === 'e' || next === 'i' ? 'S' : 'K';
  if (letter === 'g') return next === 'e' || next === 'i' ? 'JH' : 'G';
  return letter.toUpperCase();
}

/** A whole word: each sound with the letters that make it, "SH:3+4". */
function sayWord(letters: readonly string[]): string[] {
  const said: string[] = [];
  for (let place = 0; place < letters.length; place++) {
    const pair = pairs[`${letters[place]}${letters[place + 1]}`];
    if (pair === 'Y UW') said.push(`Y:${place}`, `UW:${place + 1}`);
    else if (pair !== undefined) said.push(`${pair}:${place}+${place + 1}`);
    else {
      for (const sound of soundsOfLetter(letters, place).split(' ')) if (sound) said.push(`${sound}:${place}`);
    }
    if (pair !== undefined) place++;
  }
  return said;
}

function written(example: TaskExample): string[] {
  return (example.targets[0] ?? []).map((sound, target) => `${sound}:${sourcesOf(example, target).join('+')}`);
}

const data = phonicsTask({
  minimumLength: 5,
  maximumLength: 60,
  examples: { train: 1500, dev: 50, test: 50 },
  random: seededRandom(1),
});

describe('phonicsTask', () => {
  describeTaskLaws(phonicsTask);

  test('says words of 5 to 60 letters, and links sounds to letters, as the rules in ordinary code do', () => {
    for (const example of allOf(data)) expect(written(example)).toEqual(sayWord(example.source));
  });

  test('says all words of one, two and three letters, none of them without a sound', () => {
    const { train } = phonicsTask({
      minimumLength: 1,
      maximumLength: 3,
      examples: { train: 14 + 14 ** 2 + 14 ** 3, dev: 0, test: 0 },
      random: seededRandom(1),
    });
    for (const example of train) {
      expect(written(example)).toEqual(sayWord(example.source));
      expect(example.targets[0]).not.toEqual([]);
    }
  });

  test('is monotone: the letters of a sound never begin before those of the last', () => {
    for (const { links = [] } of allOf(data)) {
      const sources = links.map(([, source]) => source);
      expect(sources.toSorted((a, b) => a - b)).toEqual(sources);
    }
  });

  test('is not one to one: each kind of piece is frequent', () => {
    const kinds = new Map<string, number>();
    const pieces = data.train.flatMap(({ source }) => soundedPieces(source.join('')));
    for (const { letters, sounds } of pieces) {
      const kind = `${letters}>${sounds.length}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].toSorted()).toEqual(['1>0', '1>1', '1>2', '2>1', '2>2']);
    expect((kinds.get('1>1') ?? 0) / pieces.length).toBeLessThan(0.8);
    for (const [kind, least] of Object.entries({ '1>0': 0.03, '1>2': 0.05, '2>1': 0.1, '2>2': 0.001 })) {
      expect((kinds.get(kind) ?? 0) / pieces.length, kind).toBeGreaterThan(least);
    }
  });

  test.each([
    ['knoxice', 'N OW G Z AY S'],
    ['hatch', 'HH AE T CH'],
    ['station', 'S T EY SH IH AA N'],
    ['raise', 'R EY Z'],
    ['eughoh', 'Y UW F AA'],
    ['singe', 'S IH NG'],
    ['e', 'EH'],
  ])('%s is said %s', (word, sounds) => {
    expect(soundedPieces(word).flatMap((piece) => piece.sounds)).toEqual(sounds.split(' '));
    const said = sayWord(Array.from(word)).map((sound) => sound.split(':')[0]);
    expect(said).toEqual(sounds.split(' '));
  });
});
