import type { RandomSource } from '@seq2seq/text';
import { randomSequences } from '../random-sequences.ts';
import { splitExamples } from '../split-examples.ts';
import type { Link, SplitSizes, TaskData, TaskExample } from '../task.ts';
import { soundedLetters, soundedPieces } from './sound-rules.ts';

export type PhonicsOptions = {
  /** Letters in the shortest word, at least 1. */
  readonly minimumLength: number;
  /** Letters in the longest word. */
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/**
 * Invented words and their sounds by rules: "k n o x i c e" becomes "N OW G Z AY S". The alignment never goes back, but a sound
 * may take two letters, a letter may make two sounds or none, and many sounds depend on the neighbouring letters. Words may
 * be long, which spoken ones are not. Every length is about equally frequent, as far as there are enough different words of
 * it, and every word occurs once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different words than examples asked for
 */
export function phonicsTask({ minimumLength, maximumLength, examples, random }: PhonicsOptions): TaskData {
  const words = randomSequences('phonicsTask', {
    symbols: soundedLetters,
    minimumLength,
    maximumLength,
    examples,
    random,
  });
  return splitExamples(words.map(sounded), examples);
}

function sounded(source: readonly string[]): TaskExample {
  const sounds: string[] = [];
  const links: Link[] = [];
  for (const piece of soundedPieces(source.join(''))) {
    const oneByOne = piece.letters === piece.sounds.length;
    piece.sounds.forEach((sound, index) => {
      const first = piece.start + (oneByOne ? index : 0);
      const last = oneByOne ? first : piece.start + piece.letters - 1;
      for (let letter = first; letter <= last; letter++) links.push([sounds.length, letter]);
      sounds.push(sound);
    });
  }
  return { source, targets: [sounds], links };
}
