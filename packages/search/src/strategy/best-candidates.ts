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
}

export function bestCandidates(capacity: number): BestCandidates {
  const scores: number[] = [];
  const keys: number[] = [];

  const isWorse = (one: number, other: number) =>
    scores[one]! < scores[other]! || (scores[one] === scores[other] && keys[one]! > keys[other]!);
  const swap = (one: number, other: number) => {
    [scores[one], scores[other]] = [scores[other]!, scores[one]!];
    [keys[one], keys[other]] = [keys[other]!, keys[one]!];
  };
  const siftUp = (from: number) => {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!isWorse(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const siftDown = () => {
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let worst = parent;
      if (left < keys.length && isWorse(left, worst)) worst = left;
      if (right < keys.length && isWorse(right, worst)) worst = right;
      if (worst === parent) return;
      swap(parent, worst);
      parent = worst;
    }
  };
  const removeWorst = () => {
    swap(0, keys.length - 1);
    scores.pop();
    const key = keys.pop()!;
    siftDown();
    return key;
  };

  return {
    add(score, key) {
      if (keys.length === capacity) {
        scores[0] = score;
        keys[0] = key;
        siftDown();
      } else {
        scores.push(score);
        keys.push(key);
        siftUp(keys.length - 1);
      }
      return keys.length === capacity ? scores[0]! : -Infinity;
    },
    drain() {
      const worstFirst: number[] = [];
      while (keys.length > 0) worstFirst.push(removeWorst());
      return worstFirst.toReversed();
    },
  };
}
