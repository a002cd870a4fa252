import { toCardinal } from 'n2words/en-US';
import { TaskError } from '../task-error.ts';

/** A word, and the digits it is made from, by their positions from the left. */
export type NumberWord = { readonly word: string; readonly places: readonly number[] };

/** The longest number that English has words for, as n2words knows them: up to 999 vigintillion and some. */
export const mostDigits = 66;

/**
 * An integer in American English, "one hundred twenty-three", word by word and without hyphens. A word is made from the digit it
 * says, "twelve" from both of its digits. A word for a place, such as "hundred" or "million", is made from the digit at that
 * place, though it be a zero, as in "ten million". The other zeros have no word.
 *
 * @param digits - without sign, separators or leading zeros
 */
export function numberWords(digits: string): NumberWord[] {
  const words = toCardinal(digits).split(/[ -]/);
  const places = wordPlaces(digits);
  if (words.length !== places.length) {
    throw new TaskError('numbersTask', [
      `expected ${places.length} words for ${digits}, got ${JSON.stringify(words.join(' '))}; use n2words 4`,
    ]);
  }
  return places.map((own, index) => ({ word: words[index] ?? '', places: own }));
}

/** The positions of the digits that each word is made from. */
function wordPlaces(digits: string): number[][] {
  if (digits === '0') return [[0]];
  const groups = Math.ceil(digits.length / 3);
  return Array.from({ length: groups }, (_, index) => {
    const ones = digits.length - 1 - 3 * (groups - 1 - index);
    const isLast = index === groups - 1;
    return groupPlaces(digits, ones, isLast);
  }).flat();
}

/** The same for three digits, of which the last is at position `ones`, and the word for their place, such as "thousand". */
function groupPlaces(digits: string, ones: number, isLast: boolean): number[][] {
  const digitAt = (place: number): number => Number(digits[place] ?? 0);
  const [hundreds, tens] = [ones - 2, ones - 1];
  const places: number[][] = [];
  if (digitAt(hundreds) > 0) places.push([hundreds], [hundreds]);
  if (digitAt(tens) === 1) places.push([tens, ones]);
  else {
    if (digitAt(tens) > 1) places.push([tens]);
    if (digitAt(ones) > 0) places.push([ones]);
  }
  if (places.length > 0 && !isLast) places.push([ones]);
  return places;
}
