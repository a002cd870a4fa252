// What beam and exhaustive search have in common: live rows per source, and a shelf per source for what has ended. A path
// that ends leaves the batch and takes no place from those that live. They differ in which expansions live on.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import { divisorAt, type LengthPenalty } from '../scoring/length-penalty.ts';
import { comparePaths, createShelf, type RankedPath, type Shelf } from '../shelf.ts';
import { candidatesOf } from './candidates-of.ts';
import type { SearchRun, SearchTask } from './strategy.ts';

/** How one kind of tree search differs from another. */
export type TreeRules = {
  readonly nBest: number;
  readonly lengthPenalty: LengthPenalty;
  /** k: the most expansions of a row, beside its end, that may live on. */
  readonly candidatesPerRow: number;
  /**
   * Calls `keep` for each unfinished expansion of one source that lives on. `logProbs` are those of its candidates, as many for
   * each row of `live`, each row's best first; what has −Infinity must not be kept.
   */
  readonly choose: (live: readonly HistoryNode[], logProbs: Float32Array, keep: (candidate: number) => void) => void;
  /** Whether no descendant of these rows can still enter the shelf. */
  readonly isSettled?: (live: readonly HistoryNode[], shelf: Shelf) => boolean;
  /** Called with the number of rows so far whenever one more is to be kept. */
  readonly onRow?: (rows: number) => void;
};

type SourceTree = { readonly shelf: Shelf; live: HistoryNode[] };

export function treeRun(task: SearchTask, rules: TreeRules): SearchRun {
  const { vocabularySize, eos, maxLength } = task;
  const { nBest, lengthPenalty, candidatesPerRow } = rules;
  const trees = Array.from({ length: task.sources }, (): SourceTree => ({
    shelf: createShelf(nBest),
    live: maxLength > 0 ? [emptyHistory] : [],
  }));
  if (maxLength === 0) for (const { shelf } of trees) shelf.put(rank(emptyHistory, 1, false));
  let hasAlignment = false;
  let length = 0;

  return {
    advance(scores) {
      const growing = trees.filter(({ live }) => live.length > 0);
      const candidates = candidatesOf(scores, { count: candidatesPerRow, eos }, vocabularySize);
      const rowCount = candidates.eosLogProbs.length;
      const perRow = candidates.tokens.length / rowCount;
      const alignment = stepAlignment(scores, rowCount);
      hasAlignment = alignment !== undefined;
      length++;
      const divisor = divisorAt(lengthPenalty, length);
      const previousDivisor = divisorAt(lengthPenalty, length - 1);
      const rows: number[] = [];
      const tokens: number[] = [];
      let firstRow = 0;
      for (const tree of growing) {
        const { live, shelf } = tree;
        const firstCandidate = firstRow * perRow;
        const logProbs = candidates.logProbs.subarray(firstCandidate, firstCandidate + live.length * perRow);
        const extend = (row: number, token: number, logProb: number) =>
          extendHistory(live[row]!, token, logProb, alignment, firstRow + row);

        for (const [row, node] of live.entries()) {
          const ending = candidates.eosLogProbs[firstRow + row]!;
          if (ending > -Infinity) {
            if (shelf.hasRoomFor((node.logProb + ending) / divisor, true))
              shelf.put(rank(extend(row, eos, ending), divisor, true));
          } else if (perRow === 0 || logProbs[row * perRow] === -Infinity) {
            shelf.put(rank(node, previousDivisor, false)); // nothing is possible
          }
        }

        const next: HistoryNode[] = [];
        const firstNewRow = rows.length;
        rules.choose(live, logProbs, (candidate) => {
          const row = Math.floor(candidate / perRow);
          const token = candidates.tokens[firstCandidate + candidate]!;
          const logProb = logProbs[candidate]!;
          if (length === maxLength) {
            const score = (live[row]!.logProb + logProb) / divisor;
            if (shelf.hasRoomFor(score, false)) shelf.put(rank(extend(row, token, logProb), divisor, false));
            return;
          }
          rules.onRow?.(rows.length + 1);
          next.push(extend(row, token, logProb));
          rows.push(firstRow + row);
          tokens.push(token);
        });
        firstRow += live.length;
        if (next.length > 0 && rules.isSettled?.(next, shelf)) {
          rows.length = firstNewRow;
          tokens.length = firstNewRow;
          next.length = 0;
        }
        tree.live = next;
      }
      return rows.length === 0 ? undefined : { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
    },

    best: () =>
      trees.map(({ shelf, live }) => {
        const divisor = divisorAt(lengthPenalty, length);
        return [...shelf.paths, ...live.map((node) => rank(node, divisor, false))]
          .toSorted(comparePaths)
          .slice(0, nBest)
          .map(({ node, score, finished }) => toHypothesis(node, score, finished, hasAlignment));
      }),
  };
}

function rank(node: HistoryNode, divisor: number, finished: boolean): RankedPath {
  return { node, score: node.logProb / divisor, finished };
}
