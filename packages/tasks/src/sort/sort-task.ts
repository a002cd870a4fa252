import { letters, randomSequences, type RandomSequenceOptions } from '../random-sequences.ts';
import { splitExamples } from '../split-examples.ts';
import type { TaskData, TaskExample } from '../task.ts';

/** The order of `symbols` is the order to sort by. */
export type SortOptions = RandomSequenceOptions;

/**
 * Sequences of letters and the same in order: "c a b a" becomes "a a b c". The first of several equal symbols is made from the
 * first in the source, the second from the second. Every length is about equally frequent, as far as there are enough
 * different sequences of it, and every source occurs once in all splits together, though perhaps rearranged.
 *
 * @throws TaskError if an option is out of range or there are fewer different sequences than examples asked for
 */
export function sortTask(options: SortOptions): TaskData {
  const ranks = new Map((options.symbols ?? letters).map((symbol, rank) => [symbol, rank]));
  const invented = randomSequences('sortTask', options).map((source) => sorted(source, ranks));
  return splitExamples(invented, options.examples);
}

function sorted(source: readonly string[], ranks: ReadonlyMap<string, number>): TaskExample {
  const rankOf = (symbol: string): number => ranks.get(symbol) ?? 0;
  // Sorting in JavaScript is stable: equal symbols stay in the order of the source.
  const places = source.map((symbol, place) => ({ symbol, place }));
  places.sort((a, b) => rankOf(a.symbol) - rankOf(b.symbol));
  return {
    source,
    targets: [places.map(({ symbol }) => symbol)],
    links: places.map(({ place }, target) => [target, place]),
  };
}
