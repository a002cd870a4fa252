import type { RandomSource } from '@seq2seq/text';
import { lengthProblems, randomSequences } from '../random-sequences.ts';
import { sizeProblems, splitExamples } from '../split-examples.ts';
import { TaskError } from '../task-error.ts';
import type { SplitSizes, TaskData, TaskExample } from '../task.ts';
import { inventDictionary, mostWords, type DictionaryEntry } from './invented-languages.ts';

export type TranslationOptions = {
  /** Words in each of the two languages, at most 4900. Default: 100. */
  readonly words?: number;
  /** The share of words that change places with the next one, unless that does so too; from 0 to 1. Default: 0.25. */
  readonly modifierShare?: number;
  /** Words in the shortest sentence, at least 1. */
  readonly minimumLength: number;
  /** Words in the longest sentence. */
  readonly maximumLength: number;
  readonly examples: SplitSizes;
  readonly random: RandomSource;
};

/**
 * Sentences of one invented language and their translation into another, word for word by a dictionary that the random state
 * decides. Some words are modifiers: before a word that is none, a modifier changes places with it, as "blue house" becomes
 * "maison bleue". So target words are made from source words nearby, but the last of a long sentence is far from where a
 * decoder begins: the problem for which Sutskever, Vinyals and Le 2014, section 3.3, turn the source round.
 *
 * Every length is about equally frequent, as far as there are enough different sentences of it, and every sentence occurs
 * once in all splits together.
 *
 * @throws TaskError if an option is out of range or there are fewer different sentences than examples asked for
 */
export function translationTask(options: TranslationOptions): TaskData {
  const { words = 100, modifierShare = 0.25, minimumLength, maximumLength, examples, random } = options;
  const problems: string[] = [];
  if (!(Number.isSafeInteger(words) && words >= 1 && words <= mostWords)) {
    problems.push(`expected words to be an integer from 1 to ${mostWords}, got ${words}; 100 is a good start`);
  }
  if (!(modifierShare >= 0 && modifierShare <= 1)) {
    problems.push(`expected modifierShare from 0 to 1, got ${modifierShare}; 0 keeps the order of the words`);
  }
  problems.push(...lengthProblems(minimumLength, maximumLength), ...sizeProblems(examples));
  if (problems.length > 0) throw new TaskError('translationTask', problems);
  const dictionary = inventDictionary(words, Math.round(words * modifierShare), random);
  const symbols = [...dictionary.keys()];
  const sentences = randomSequences('translationTask', { symbols, minimumLength, maximumLength, examples, random });
  return splitExamples(
    sentences.map((source) => translated(source, dictionary)),
    examples,
  );
}

function translated(source: readonly string[], dictionary: ReadonlyMap<string, DictionaryEntry>): TaskExample {
  const places = [...source.keys()];
  const isModifier = (place: number): boolean => dictionary.get(source[place] ?? '')?.isModifier ?? true;
  for (let place = 0; place + 1 < places.length; place++) {
    if (!isModifier(place) || isModifier(place + 1)) continue;
    places.splice(place, 2, place + 1, place);
    place++; // neither moves again
  }
  return {
    source,
    targets: [places.map((place) => dictionary.get(source[place] ?? '')?.target ?? '')],
    links: places.map((place, target) => [target, place]),
  };
}
