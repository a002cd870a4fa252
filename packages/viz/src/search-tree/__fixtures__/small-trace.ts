/** A search small enough to follow by hand: tokens a, b and the end; two beginnings kept; three steps. */
import type { SearchCandidate, SearchResult, SearchTraceStep } from '../search-trace.ts';

const labels = ['</s>', 'a', 'b'];
export const smallOptions: { readonly labelOf: (token: number) => string } = {
  labelOf: (token) => labels[token] ?? '?',
};

/** Probabilities are powers of e, so that every number can be read off: log P is the sum of whole numbers. */
function candidate(
  id: number,
  parent: number | undefined,
  token: number,
  [tokenLogProb, logProb]: readonly [number, number],
  outcome: SearchCandidate['outcome'],
  score: number,
): SearchCandidate {
  const rows = outcome === 'kept' ? [id] : [];
  return { id, parent, source: 0, token, tokenLogProb, logProb, score, outcome, rows };
}

const found = (tokens: number[], logProb: number, finished = true): SearchResult => ({
  tokens,
  logProb,
  score: logProb / tokens.length,
  finished,
});

export const smallTrace: readonly SearchTraceStep[] = [
  {
    nodes: [
      candidate(0, undefined, 1, [-1, -1], 'kept', -1),
      candidate(1, undefined, 2, [-2, -2], 'kept', -2),
      candidate(2, undefined, 0, [-9, -9], 'ended', -9),
    ],
    best: [[found([0], -9), found([1], -1, false)]],
  },
  {
    nodes: [
      candidate(3, 0, 1, [-1, -2], 'kept', -1),
      candidate(4, 0, 2, [-3, -4], 'pruned', -2),
      candidate(5, 0, 0, [-7, -8], 'ended', -4),
      candidate(6, 1, 1, [-1, -3], 'kept', -1.5),
      candidate(7, 1, 2, [-4, -6], 'pruned', -3),
    ],
    best: [[found([1, 0], -8), found([0], -9)]],
  },
  {
    nodes: [
      candidate(8, 3, 0, [-1, -3], 'ended', -1),
      candidate(9, 3, 1, [-2, -4], 'pruned', -4 / 3),
      candidate(10, 6, 0, [-3, -6], 'ended', -2),
    ],
    best: [[found([1, 1, 0], -3), found([2, 1, 0], -6)]],
  },
];
