import { shuffle, type RandomSource } from '@seq2seq/text';
import { drawBelow, drawFrom } from './draw.ts';
import { totalSize } from './split-examples.ts';
import { TaskError } from './task-error.ts';
import type { SplitSizes } from './task.ts';

/** All sequences within these lengths that have at each place one of the symbols allowed there. */
export type SequenceSpace = {
  /** For the error, for example "sequences of 1 to 2 from 3 symbols". */
  readonly description: string;
  readonly minimumLength: number;
  readonly maximumLength: number;
  /** Different symbols, at least one, for a place (from 0) in a sequence of this length. */
  symbolsAt(place: number, length: number): readonly string[];
};

/**
 * Random sequences for all splits together, no two alike, in random order. Every length is about equally frequent, as far as
 * there are enough different sequences of it.
 *
 * @param where - the task, for the error
 * @throws TaskError if there are fewer different sequences than examples asked for
 */
export function distinctSequences(
  where: string,
  space: SequenceSpace,
  examples: SplitSizes,
  random: RandomSource,
): string[][] {
  const wanted = totalSize(examples);
  const unused = lengthsOf(space).map((length) => ({ length, left: countOfLength(space, length) }));
  const available = unused.reduce((total, { left }) => total + left, 0);
  if (wanted > available) {
    throw new TaskError(where, [
      `expected at most ${available} examples, the number of different ${space.description}, got ${wanted}; ask for fewer, or for longer ones`,
    ]);
  }
  const used = new Set<string>();
  const drawn = Array.from({ length: wanted }, () => {
    const chosen = drawFrom(
      unused.filter(({ left }) => left > 0),
      random,
    );
    chosen.left--;
    const symbols = Array.from({ length: chosen.length }, (_, place) => space.symbolsAt(place, chosen.length));
    const digits = symbols.map((choices) => drawBelow(choices.length, random));
    // One that was drawn before gives way to the next unused one, so that the draw ends even in a full space.
    while (used.has(digits.join())) advance(digits, symbols);
    used.add(digits.join());
    return digits.map((digit, place) => symbols[place]?.[digit] ?? '');
  });
  // Shuffled, because short sequences run out: those drawn last are longer.
  return shuffle(drawn, random);
}

/** How many there are; a floating-point number, so possibly Infinity. */
function countOfLength(space: SequenceSpace, length: number): number {
  let count = 1;
  for (let place = 0; place < length; place++) count *= space.symbolsAt(place, length).length;
  return count;
}

function lengthsOf({ minimumLength, maximumLength }: SequenceSpace): number[] {
  return Array.from({ length: maximumLength - minimumLength + 1 }, (_, index) => minimumLength + index);
}

/** The next sequence of the same length, as a mileage counter goes, and round to the first after the last. */
function advance(digits: number[], symbols: readonly (readonly string[])[]): void {
  for (let place = digits.length - 1; place >= 0; place--) {
    const base = symbols[place]?.length ?? 1;
    const next = (digits[place] ?? 0) + 1;
    digits[place] = next % base;
    if (next < base) return;
  }
}
