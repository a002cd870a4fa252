// What beams and exhaustive search have in common: live rows per source, and a shelf for what has ended. A path that ends
// leaves the batch and takes no place from those that live. They differ in which expansions live on. A source may have several
// groups of rows, each with a shelf of its own.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { comparePaths, createShelf, type RankedPath, type Shelf } from '../shelf.ts';
import { candidatesOf } from './candidates-of.ts';
import { lengthLimits } from './length-limits.ts';
import type { SearchRun, SearchTask } from './strategy.ts';

/** What may follow the live rows of one group. */
type Offer = {
  readonly group: number;
  readonly live: readonly HistoryNode[];
  /** As many for each row of `live`, each row's best first. */
  readonly tokens: Int32Array;
  readonly logProbs: Float32Array;
};

/** What one group has after a step. */
type GroupState = {
  readonly source: number;
  /** At least one. */
  readonly live: readonly HistoryNode[];
  readonly shelf: Shelf;
  /** The greatest log-probability of what ended at this step; −Infinity if nothing did. */
  readonly bestEnding: number;
};

/** How one kind of tree search differs from another. */
export type TreeRules = {
  readonly nBest: number;
  readonly scorer: Scorer;
  /** k: the most expansions of a row, beside its end, that may live on. */
  readonly candidatesPerRow: number;
  /** Default: 1. */
  readonly groups?: number;
  /** Calls `keep` for each unfinished expansion of one group that lives on; what has −Infinity must not be kept. */
  readonly choose: (offer: Offer, keep: (candidate: number) => void) => void;
  /** Whether a group needs to go on no further. A source ends when none of its groups needs to. */
  readonly isSettled?: (state: GroupState) => boolean;
  /** Called with the number of rows so far whenever one more is to be kept. */
  readonly onRow?: (rows: number) => void;
  /** One list from those of several groups. */
  readonly merge?: (lists: readonly (readonly RankedPath[])[]) => readonly RankedPath[];
};

type Group = { readonly shelf: Shelf; live: readonly HistoryNode[]; firstRow: number; isSettled: boolean };

export function treeRun(task: SearchTask, rules: TreeRules): SearchRun {
  const { vocabularySize, eos, sources } = task;
  const { nBest, scorer, candidatesPerRow, merge = ([only]) => only! } = rules;
  const limits = lengthLimits(task);
  const trees = Array.from({ length: sources }, (_, source) =>
    Array.from({ length: rules.groups ?? 1 }, (): Group => ({
      shelf: createShelf(nBest),
      live: [emptyHistory],
      firstRow: source,
      isSettled: false,
    })),
  );
  const cutOff = (source: number, node: HistoryNode): RankedPath => ({
    node,
    score: scorer.score(source, node.length, node.logProb, node.coverage),
    finished: false,
  });
  let hasAlignment = false;
  let length = 0;

  return {
    advance(scores) {
      const candidates = candidatesOf(scores, { count: candidatesPerRow, eos }, vocabularySize);
      const rowCount = candidates.eosLogProbs.length;
      const perRow = candidates.tokens.length / rowCount;
      const alignment = stepAlignment(scores, rowCount);
      hasAlignment = alignment !== undefined;
      length++;
      const rows: number[] = [];
      const tokens: number[] = [];

      for (const [source, groups] of trees.entries()) {
        const firstNewRow = rows.length;
        for (const [group, tree] of groups.entries()) {
          const { live, shelf, firstRow } = tree;
          if (live.length === 0) continue;
          const ofGroup = [firstRow * perRow, (firstRow + live.length) * perRow] as const;
          const logProbs = candidates.logProbs.subarray(...ofGroup);
          const offer = { group, live, logProbs, tokens: candidates.tokens.subarray(...ofGroup) };
          const covered = live.map((node, row) => scorer.cover(source, node, alignment, firstRow + row));
          const extend = (row: number, token: number, logProb: number) =>
            extendHistory(live[row]!, token, logProb, alignment, firstRow + row, covered[row]);
          /** Puts a path on the shelf, if that still counts; makes it only if there is room. */
          const end = (score: number, finished: boolean, make: () => HistoryNode) => {
            if (!tree.isSettled && shelf.hasRoomFor(score, finished)) shelf.put({ node: make(), score, finished });
          };

          let bestEnding = -Infinity;
          for (const [row, node] of live.entries()) {
            const ending = candidates.eosLogProbs[firstRow + row]!;
            if (ending > -Infinity) {
              bestEnding = Math.max(bestEnding, node.logProb + ending);
              const score = scorer.score(source, length, node.logProb, covered[row], ending);
              end(score, true, () => extend(row, eos, ending));
            } else if ((perRow === 0 || logProbs[row * perRow] === -Infinity) && !scores.leftOut?.has(firstRow + row)) {
              end(cutOff(source, node).score, false, () => node); // nothing is possible
            }
          }

          const next: HistoryNode[] = [];
          tree.firstRow = rows.length;
          rules.choose(offer, (candidate) => {
            const row = Math.floor(candidate / perRow);
            const token = offer.tokens[candidate]!;
            const logProb = logProbs[candidate]!;
            if (length === limits[source]) {
              const score = scorer.score(source, length, live[row]!.logProb + logProb, covered[row]);
              end(score, false, () => extend(row, token, logProb));
              return;
            }
            rules.onRow?.(rows.length + 1);
            next.push(extend(row, token, logProb));
            rows.push(firstRow + row);
            tokens.push(token);
          });
          tree.live = next;
          tree.isSettled ||= next.length === 0 || rules.isSettled?.({ source, live: next, shelf, bestEnding }) === true;
        }
        if (groups.every(({ isSettled }) => isSettled)) {
          rows.length = firstNewRow;
          tokens.length = firstNewRow;
          for (const tree of groups) tree.live = [];
        }
      }
      return rows.length === 0 ? undefined : { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
    },

    best: () =>
      trees.map((groups, source) => {
        const lists = groups.map(({ shelf, live, isSettled }) =>
          [...shelf.paths, ...(isSettled ? [] : live.map((node) => cutOff(source, node)))].toSorted(comparePaths),
        );
        return merge(lists)
          .slice(0, nBest)
          .map(({ node, score, finished }) => toHypothesis(node, score, finished, hasAlignment));
      }),
  };
}
