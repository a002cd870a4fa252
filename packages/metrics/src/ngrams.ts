// Runs of n neighbouring items, which BLEU, chrF and ROUGE all count and compare.

/** How often each n-gram of a sequence occurs. */
export type NgramCounts = ReadonlyMap<string, number>;

/**
 * A function that counts n-grams. Items are compared as a Map compares its keys, tokens as well as numbers, whatever characters they
 * hold. Only counts of one counter can be compared with each other.
 */
export function ngramCounter(): (items: readonly unknown[], n: number) => NgramCounts {
  const numbers = new Map<unknown, number>();
  const numberOf = (item: unknown): number => {
    const number = numbers.get(item) ?? numbers.size;
    numbers.set(item, number);
    return number;
  };
  return (items, n) => {
    const numbered = items.map(numberOf);
    const counts = new Map<string, number>();
    for (let start = 0; start + n <= numbered.length; start++) {
      const ngram = numbered.slice(start, start + n).join(' ');
      counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
    }
    return counts;
  };
}

/** How many n-grams two sequences share: each as often as it occurs in both. */
export function sharedNgrams(one: NgramCounts, other: NgramCounts): number {
  let shared = 0;
  for (const [ngram, count] of one) shared += Math.min(count, other.get(ngram) ?? 0);
  return shared;
}

/** How many n-grams a sequence of so many items has. */
export function ngramsIn(length: number, n: number): number {
  return Math.max(0, length - n + 1);
}
