import { shuffle, type RandomSource } from '@seq2seq/text';
import { drawFrom } from '../draw.ts';
import { lengthProblems } from '../random-sequences.ts';
import { sizeProblems, splitExamples, totalSize } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { Link, SplitSizes, TaskData, TaskExample } from '../task.ts';
import { joinedWords } from './french-words.ts';
import { longestPhrase, phrasesOfLength } from './grammar.ts';
import { nounPhrasesOnce } from './noun-phrase.ts';
import type { Phrase } from './phrase.ts';

export type PhrasesOptions = {
  readonly examples: SplitSizes;
  readonly random: RandomSource;
  /** English words in the shortest phrase, at least 1; none has fewer than 2. Default: 2. */
  readonly minimumLength?: number;
  /** English words in the longest phrase, at most 15. Default: 9. */
  readonly maximumLength?: number;
};

/**
 * English phrases and sentences, and their translation into French, word by word: "the small red house" becomes "la petite
 * maison rouge". The words are real and the French is correct; they come from a small grammar, so sense is not promised.
 *
 * What makes it hard: most adjectives change places with their noun, and some do not. Determiners and adjectives agree with
 * the noun, in "the house of the king is old" over some distance, so the model has to look at a word that says nothing else
 * about them, and know its gender. The next word may decide as well: "un beau chat", "un bel arbre". Some words become two,
 * "not" is "ne" and "pas"; some become one, "in front of" is "devant", "of the" is "du".
 *
 * All tokens are in lower case. What is elided keeps its apostrophe and is a token of its own: "l' eau", "n' est pas". Every
 * French token has a link: to the words that it translates, and a contraction to those of both of its parts. Agreement has none.
 *
 * Every length of the source is about equally frequent, as far as there are enough different phrases of it, and every source
 * occurs once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different phrases than examples asked for
 */
export function phrasesTask({ examples, random, minimumLength = 2, maximumLength = 9 }: PhrasesOptions): TaskData {
  const problems = [...lengthProblems(minimumLength, maximumLength), ...sizeProblems(examples)];
  if (maximumLength > longestPhrase) {
    problems.push(
      `expected maximumLength to be at most ${longestPhrase}, got ${maximumLength}; the grammar makes no longer phrases`,
    );
  }
  if (problems.length > 0) throw new TaskError('phrasesTask', problems);
  const phrases = distinctPhrases(minimumLength, maximumLength, totalSize(examples), random);
  return splitExamples(phrases.map(translated), examples);
}

function distinctPhrases(minimumLength: number, maximumLength: number, wanted: number, random: RandomSource): Phrase[] {
  const nouns = nounPhrasesOnce();
  const unused = Array.from({ length: maximumLength - minimumLength + 1 }, (_, index) => {
    const all = phrasesOfLength(minimumLength + index, nouns);
    return { all, left: all.count, used: new Set<number>() };
  });
  const available = unused.reduce((total, { left }) => total + left, 0);
  if (wanted > available) {
    throw new TaskError('phrasesTask', [
      `expected at most ${available} examples, the number of different phrases of ${minimumLength} to ${maximumLength} words, got ${wanted}; ask for fewer, or for longer ones`,
    ]);
  }
  const drawn = Array.from({ length: wanted }, () => {
    const chosen = drawFrom(
      unused.filter(({ left }) => left > 0),
      random,
    );
    chosen.left--;
    let index = chosen.all.draw(random);
    for (let attempts = 1; attempts < mostAttempts && chosen.used.has(index); attempts++)
      index = chosen.all.draw(random);
    // One that was drawn before gives way to the next unused one, so that the draw ends even if all are needed.
    while (chosen.used.has(index)) index = (index + 1) % chosen.all.count;
    chosen.used.add(index);
    return chosen.all.at(index);
  });
  // Shuffled, because short phrases run out: those drawn last are longer.
  return shuffle(drawn, random);
}

/** Draws before the next best is taken, so that rare shapes, once they are used up, do not fall upon their neighbours. */
const mostAttempts = 10;

function translated({ english, french }: Phrase): TaskExample {
  const words = joinedWords(french);
  return {
    source: english,
    targets: [words.map(({ text }) => text)],
    links: words.flatMap(({ sources }, target) => sources.map((source): Link => [target, source])),
  };
}
