// The most probable token at each step. Cheap, and often wrong by a little: a good beginning can lead nowhere good.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import { divisorAt, lengthPenaltyOption, type LengthPenalty } from '../scoring/length-penalty.ts';
import { candidatesOf } from './candidates-of.ts';
import type { SearchRun, SearchStrategy, SearchTask } from './strategy.ts';

export type GreedyOptions = {
  /** Changes no choice, only the reported score, so that it compares with a beam's. Default: `lengthNormalization(0.7)`. */
  readonly lengthPenalty?: LengthPenalty;
};

/** Takes the best token of every row, the smallest of equals, until the end of sentence or `maxLength`. */
export function greedy(options: GreedyOptions = {}): SearchStrategy {
  const lengthPenalty = lengthPenaltyOption('greedy', options.lengthPenalty);
  return { candidatesPerRow: 1, begin: (task) => greedyRun(task, lengthPenalty) };
}

function greedyRun(task: SearchTask, lengthPenalty: LengthPenalty): SearchRun {
  const { vocabularySize, eos, maxLength } = task;
  const paths = Array.from<HistoryNode>({ length: task.sources }).fill(emptyHistory);
  const finished = Array.from<boolean>({ length: task.sources }).fill(false);
  let liveSources = paths.map((_, source) => source);
  let hasAlignment = false;

  return {
    advance(scores) {
      const { tokens: best, logProbs, eosLogProbs } = candidatesOf(scores, { count: 1, eos }, vocabularySize);
      const alignment = stepAlignment(scores, liveSources.length);
      hasAlignment = alignment !== undefined;
      const survivors: number[] = [];
      const rows: number[] = [];
      const tokens: number[] = [];
      for (const [row, source] of liveSources.entries()) {
        const going = logProbs[row] ?? -Infinity; // a vocabulary may have nothing but the end
        const ending = eosLogProbs[row]!;
        if (going === -Infinity && ending === -Infinity) continue; // nothing is possible: the source ends with what it has
        const ends = ending > going || (ending === going && eos < best[row]!);
        const token = ends ? eos : best[row]!;
        const path = extendHistory(paths[source]!, token, ends ? ending : going, alignment, row);
        paths[source] = path;
        finished[source] = ends;
        if (ends || path.length === maxLength) continue;
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
