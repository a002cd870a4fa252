// What greedy search and sampling have in common: paths that do not see each other, each growing by one token at a time. They
// differ in how a token is picked.

import { emptyHistory, extendHistory, stepAlignment, toHypothesis, type HistoryNode } from '../history.ts';
import type { Scorer } from '../scoring/scorer.ts';
import type { StepScores } from '../step-model.ts';
import { lengthLimits } from './length-limits.ts';
import type { SearchRun, SearchTask } from './strategy.ts';

/** A token that a path may go on with, and its log-probability. */
type Pick = { readonly token: number; readonly logProb: number };

/** One of the paths of a source, before a step. */
type Place = { readonly row: number; readonly source: number; readonly path: number; readonly length: number };

/** How one kind of search for paths differs from another. */
export type PathRules = {
  readonly scorer: Scorer;
  /** How many paths each source has. */
  readonly paths: number;
  /** Looks at the scores of a step; what it returns picks for each path, or nothing where nothing is possible. */
  readonly look: (scores: StepScores) => (place: Place) => Pick | undefined;
};

type Path = { readonly source: number; readonly path: number; node: HistoryNode; row: number; score: number };

export function pathRun(task: SearchTask, { scorer, paths: pathsPerSource, look }: PathRules): SearchRun {
  const { eos, sources } = task;
  const limits = lengthLimits(task);
  const all = Array.from({ length: sources }, (_, source) =>
    Array.from({ length: pathsPerSource }, (__, path): Path => ({
      source,
      path,
      node: emptyHistory,
      row: source,
      score: 0,
    })),
  );
  let live = all.flat();
  let liveRows = sources;
  let hasAlignment = false;

  return {
    advance(scores) {
      const pick = look(scores);
      const alignment = stepAlignment(scores, liveRows);
      hasAlignment = alignment !== undefined;
      const survivors: Path[] = [];
      const rows: number[] = [];
      const tokens: number[] = [];
      for (const each of live) {
        const { source, node, row } = each;
        const picked = pick({ row, source, path: each.path, length: node.length });
        if (!picked) continue; // nothing is possible: the path ends with what it has
        const { token, logProb } = picked;
        const ends = token === eos;
        each.node = extendHistory(node, token, logProb, alignment, row, scorer.cover(source, node, alignment, row));
        const { length, coverage } = each.node;
        each.score = ends
          ? scorer.score(source, length, node.logProb, coverage, logProb)
          : scorer.score(source, length, each.node.logProb, coverage);
        if (ends || length === limits[source]) continue;
        each.row = rows.length;
        survivors.push(each);
        rows.push(row);
        tokens.push(token);
      }
      live = survivors;
      liveRows = rows.length;
      return rows.length === 0 ? undefined : { rows: Int32Array.from(rows), tokens: Int32Array.from(tokens) };
    },
    best: () =>
      all.map((ofSource) =>
        ofSource.map(({ node, score }) => toHypothesis(node, score, node.token === eos, hasAlignment)),
      ),
  };
}
