// The most probable token at each step. Cheap, and often wrong by a little: a good beginning can lead nowhere good.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import { divisorAt, lengthPenaltyOption, type LengthPenalty } from '../scoring/length-penalty.ts';
import type { SearchRun, SearchStrategy, SearchTask } from './strategy.ts';

export type GreedyOptions = {
  /** Changes no choice, only the reported score, so that it compares with a beam's. Default: `lengthNormalization(0.7)`. */
  readonly lengthPenalty?: LengthPenalty;
};

/** Takes the best token of every row, the smallest of equals, until the end of sentence or `maxLength`. */
export function greedy(options: GreedyOptions = {}): SearchStrategy {
  const lengthPenalty = lengthPenaltyOption('greedy', options.lengthPenalty);
  return { begin: (task) => greedyRun(task, lengthPenalty) };
}

function greedyRun(task: SearchTask, lengthPenalty: LengthPenalty): SearchRun {
  const { vocabularySize, eos, maxLength } = task;
  const paths = Array.from<HistoryNode>({ length: task.sources }).fill(emptyHistory);
  const finished = Array.from<boolean>({ length: task.sources }).fill(false);
  let liveSources = paths.map((_, source) => source);
  let hasAlignment = false;

  return {
    advance(scores) {
      const alignment = stepAlignment(scores, liveSources.length);
      hasAlignment = alignment !== undefined;
      const survivors: number[] = [];
      const rows: number[] = [];
      const tokens: number[] = [];
      for (const [row, source] of liveSources.entries()) {
        const start = row * vocabularySize;
        const token = bestToken(scores.logProbs, start, vocabularySize);
        if (token < 0) continue; // nothing is possible: the source ends with what it has
        const path = extendHistory(paths[source]!, token, scores.logProbs[start + token]!, alignment, row);
        paths[source] = path;
        finished[source] = token === eos;
        if (token === eos || path.length === maxLength) continue;
        survivors.push(source);
        rows.push(row);
        tokens.push(token);
      }
      liveSources = survivors;
      return rows.length === 0 ? undefined : { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
    },
    best: () =>
      paths.map((path, source) => {
        const score = path.logProb / divisorAt(lengthPenalty, path.length);
        return [toHypothesis(path, score, finished[source]!, hasAlignment)];
      }),
  };
}

/** The first of the largest values, or −1 if all are −Infinity. */
function bestToken(logProbs: Float32Array, start: number, vocabularySize: number): number {
  let best = -1;
  let largest = -Infinity;
  for (let token = 0; token < vocabularySize; token++) {
    const logProb = logProbs[start + token]!;
    if (logProb > largest) {
      largest = logProb;
      best = token;
    }
  }
  return best;
}
