/** Tasks of a few letters that models learn in seconds: each wants another way of reading. */
import { createRandom, type Random } from '@seq2seq/core';
import type { TokenPair } from '../training/text-trainer.ts';

/** Which task. */
export type TinyTask = 'copy' | 'reverse' | 'reverse four' | 'sort' | 'double' | 'halve' | 'sounds' | 'names';

/** One pair of a task. */
type PairOf = (random: Random) => TokenPair;

const letters = [...'abcde'];

const below = (limit: number, random: Random): number => Math.floor(random.next() * limit);
const wordOf = (shortest: number, longest: number, random: Random): string[] =>
  Array.from(
    { length: shortest + below(longest - shortest + 1, random) },
    () => letters[below(letters.length, random)] as string,
  );

/** What becomes of a word of some length. */
const ofWord =
  (shortest: number, longest: number, target: (source: readonly string[]) => readonly string[]): PairOf =>
  (random) => {
    const source = wordOf(shortest, longest, random);
    return { source, target: target(source) };
  };

const twice = (source: readonly string[]): string[] => source.flatMap((letter) => [letter, letter]);

/** Spelling to sound, without a step back: `cd` is one sound, an `e` behind another letter is mute, all else sounds as it is written. */
const soundsOf = (source: readonly string[]): string[] =>
  source.flatMap((letter, s) => {
    if (letter === 'c' && source[s + 1] === 'd') return ['X'];
    const isMute = (letter === 'd' && source[s - 1] === 'c') || (letter === 'e' && s > 0);
    return isMute ? [] : [letter.toUpperCase()];
  });

const tasks: Readonly<Record<TinyTask, PairOf>> = {
  /** The source as it is. */
  copy: ofWord(2, 5, (source) => source),
  /** The source from its end. */
  reverse: ofWord(2, 5, (source) => source.toReversed()),
  /** The same, always of four letters: what comes where is known before it is read. */
  'reverse four': ofWord(4, 4, (source) => source.toReversed()),
  /** The letters in the order of the alphabet: what they are, not where. */
  sort: ofWord(2, 5, (source) => source.toSorted()),
  /** Each letter twice. */
  double: ofWord(2, 4, twice),
  /** Each pair of equal letters once: a long source. */
  halve: (random) => {
    const target = wordOf(2, 5, random);
    return { source: twice(target), target };
  },
  /** Sounds of a spelling, from left to right. */
  sounds: ofWord(2, 5, soundsOf),
  /** From its end, with a name that stands in no other pair. */
  names: (random) => {
    const source = wordOf(2, 4, random);
    source[below(source.length, random)] = `n${below(1e9, random)}`;
    return { source, target: source.toReversed() };
  },
};



/** Different pairs, the same ones for the same seed. */
export const tinyPairs = (task: TinyTask, count: number, seed = 1): TokenPair[] => {
  const random = createRandom(seed);
  const pairs = new Map<string, TokenPair>();
  for (let draws = 0; pairs.size < count; draws++) {
    if (draws > 20 * count) throw new Error(`tinyPairs: ${task} has no ${count} different pairs; ask for fewer.`);
    const pair = tasks[task](random);
    pairs.set(pair.source.join(' '), pair);
  }
  return [...pairs.values()];
};
