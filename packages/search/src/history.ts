// A path through the search tree as a chain of back-pointers. Rows that share a beginning share its nodes, and a branch that
// nothing points to any more is left to the garbage collector; arrays are made for results only.

import type { Hypothesis } from './hypothesis.ts';
import type { StepScores } from './step-model.ts';

/** The attention weights of all rows at one step, kept whole: [rows · width]. */
export type StepAlignment = { readonly weights: Float32Array; readonly width: number };

/** The last token of a path, and through `parent` the path. */
export type HistoryNode = {
  readonly parent: HistoryNode | undefined;
  readonly token: number;
  readonly tokenLogProb: number;
  /** The sum of `tokenLogProb` from the root to here. */
  readonly logProb: number;
  /** Tokens from the root to here. */
  readonly length: number;
  readonly alignment: StepAlignment | undefined;
  /** Which row of `alignment` belongs to this token. */
  readonly row: number;
  /** [S] attention received by each source position from the root to here, where a coverage penalty asks for it. */
  readonly coverage: Float64Array | undefined;
};

/** The empty path, where every source begins. */
export const emptyHistory: HistoryNode = {
  parent: undefined,
  token: -1,
  tokenLogProb: 0,
  logProb: 0,
  length: 0,
  alignment: undefined,
  row: -1,
  coverage: undefined,
};

/** Makes one step's alignment ready to be shared by every node of that step. */
export function stepAlignment(scores: StepScores, rows: number): StepAlignment | undefined {
  return scores.alignment && { weights: scores.alignment, width: scores.alignment.length / rows };
}

/** The path one token longer. */
export function extendHistory(
  parent: HistoryNode,
  token: number,
  tokenLogProb: number,
  alignment: StepAlignment | undefined,
  row: number,
  coverage?: Float64Array,
): HistoryNode {
  return {
    parent,
    token,
    tokenLogProb: tokenLogProb + 0, // turns −0 into 0
    logProb: parent.logProb + tokenLogProb,
    length: parent.length + 1,
    alignment,
    row,
    coverage,
  };
}

/** The tokens of a path, first to last. */
export function tokensOf(node: HistoryNode): number[] {
  return collect(node, (each) => each.token);
}

/**
 * Writes a path out as a hypothesis that shares no memory with the search.
 *
 * @param hasAlignment - whether the model gives alignments, which an empty path cannot tell
 */
export function toHypothesis(node: HistoryNode, score: number, finished: boolean, hasAlignment: boolean): Hypothesis {
  return {
    tokens: tokensOf(node),
    tokenLogProbs: collect(node, (each) => each.tokenLogProb),
    logProb: node.logProb,
    score,
    finished,
    ...(hasAlignment && { alignment: collect(node, alignmentRow) }),
  };
}

function collect<T>(node: HistoryNode, read: (node: HistoryNode) => T): T[] {
  const values: T[] = [];
  for (let each = node; each.parent; each = each.parent) values.push(read(each));
  return values.toReversed();
}

function alignmentRow({ alignment, row }: HistoryNode): Float32Array {
  return alignment ? alignment.weights.slice(row * alignment.width, (row + 1) * alignment.width) : new Float32Array(0);
}
