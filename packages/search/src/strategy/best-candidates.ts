// The best K of many candidates in one pass: a binary heap whose root is the worst one kept. A candidate is two numbers, not
// an object; most are turned away by one comparison with the root.

/** A bounded selection that can be emptied and used again. */
export interface BestCandidates {
  /**
   * Keeps a candidate whose score is above the threshold. Candidates come in rising order of `key`, so that of two with equal
   * scores the earlier is better.
   *
   * @returns the new threshold: what the next score must exceed
   */
  add(score: number, key: number): number;
  /** The keys, best first; leaves the selection empty. */
  drain(): number[];
  /** Takes out the key of the worst; of a full selection, and until it is empty. */
  removeWorst(): number;
}

export function bestCandidates(capacity: number): BestCandidates {
  const scores: number[] = [];
  const keys: number[] = [];
  let count = 0;

  const isWorse = (one: number, score: number, key: number) =>
    scores[one]! < score || (scores[one] === score && keys[one]! > key);
  /** Puts a candidate at the root of a part of the heap, or as far below as it has worse ones there. */
  const sink = (root: number, size: number, score: number, key: number) => {
    let hole = root;
    for (let child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && isWorse(child + 1, scores[child]!, keys[child]!)) child++;
      if (!isWorse(child, score, key)) break;
      scores[hole] = scores[child]!;
      keys[hole] = keys[child]!;
      hole = child;
    }
    scores[hole] = score;
    keys[hole] = key;
  };
  const makeHeap = () => {
    for (let root = (count >> 1) - 1; root >= 0; root--) sink(root, count, scores[root]!, keys[root]!);
  };

  const removeWorst = () => {
    const worst = keys[0]!;
    count--;
    sink(0, count, scores[count]!, keys[count]!);
    return worst;
  };

  return {
    add(score, key) {
      if (count === capacity) sink(0, count, score, key);
      else {
        scores[count] = score;
        keys[count++] = key;
        if (count < capacity) return -Infinity;
        makeHeap();
      }
      return scores[0]!;
    },
    drain() {
      if (count < capacity) makeHeap();
      const bestFirst = keys.slice(0, count);
      while (count > 0) bestFirst[count - 1] = removeWorst();
      return bestFirst;
    },
    removeWorst,
  };
}
