/**
 * The least number of insertions, deletions and substitutions that turn one sequence into the other. Items are compared
 * with `===`, so give tokens, not text: a string's own units are halves of characters. Keeps two rows of the table,
 * as long as the shorter sequence.
 *
 * @see Levenshtein 1966, Binary codes capable of correcting deletions, insertions and reversals
 * @see Wagner and Fischer 1974, The string-to-string correction problem
 */
export function editDistance<Item>(a: readonly Item[], b: readonly Item[]): number {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  // above[j] turns the first i − 1 items of `longer` into the first j of `shorter`; row[j] does so for the first i
  let above = Uint32Array.from({ length: shorter.length + 1 }, (_, column) => column);
  let row = new Uint32Array(shorter.length + 1);
  longer.forEach((item, index) => {
    row[0] = index + 1;
    for (let column = 1; column <= shorter.length; column++) {
      const substitute = at(above, column - 1) + (item === shorter[column - 1] ? 0 : 1);
      row[column] = Math.min(substitute, at(above, column) + 1, at(row, column - 1) + 1);
    }
    [above, row] = [row, above];
  });
  return at(above, shorter.length);
}

/** The edit distance with its sign turned, so that greater is better: a utility for minimum Bayes risk. */
export function negativeEditDistance<Item>(output: readonly Item[], reference: readonly Item[]): number {
  // Not −0.
  return 0 - editDistance(output, reference);
}

function at(row: Uint32Array, column: number): number {
  return row[column] ?? 0;
}
