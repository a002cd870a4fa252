import type { RandomSource } from '@seq2seq/text';
import { drawBelow, drawFrom } from '../draw.ts';

/** All sequences of these symbols within these lengths. */
export type SequenceSpace = {
  readonly symbols: readonly string[];
  readonly minimumLength: number;
  readonly maximumLength: number;
};

/** How many different sequences there are; a floating-point number, so possibly Infinity. */
export function sequenceCount(space: SequenceSpace): number {
  return lengthsOf(space).reduce((total, length) => total + space.symbols.length ** length, 0);
}

/**
 * Random sequences, no two alike: first a length, each equally likely while there are unused sequences of it, then the
 * symbols. A sequence that was drawn before gives way to the next unused one, so that the draw ends even in a full space.
 *
 * @param count - how many, at most `sequenceCount(space)`
 */
export function distinctSequences(space: SequenceSpace, count: number, random: RandomSource): string[][] {
  const { symbols } = space;
  const unused = lengthsOf(space).map((length) => ({ length, left: symbols.length ** length }));
  const used = new Set<string>();
  return Array.from({ length: count }, () => {
    const chosen = drawFrom(
      unused.filter(({ left }) => left > 0),
      random,
    );
    chosen.left--;
    const digits = Array.from({ length: chosen.length }, () => drawBelow(symbols.length, random));
    while (used.has(digits.join())) advance(digits, symbols.length);
    used.add(digits.join());
    return digits.map((digit) => symbols[digit] ?? '');
  });
}

function lengthsOf({ minimumLength, maximumLength }: SequenceSpace): number[] {
  return Array.from({ length: maximumLength - minimumLength + 1 }, (_, index) => minimumLength + index);
}

/** The next sequence of the same length, as a mileage counter goes, and round to the first after the last. */
function advance(digits: number[], base: number): void {
  for (let place = digits.length - 1; place >= 0; place--) {
    const next = (digits[place] ?? 0) + 1;
    digits[place] = next % base;
    if (next < base) return;
  }
}
