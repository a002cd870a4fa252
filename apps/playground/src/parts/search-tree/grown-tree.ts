// A search as a tree to look at: every node with what is said of it, all steps at once. What is shown of it at one step, with one
// ranking, is in shown-tree.ts.
import { layOutSearch, type SearchLayoutNode } from '@seq2seq/viz';
import type { TraceAnswer, TracedCandidate, TracedStep } from '../../protocol/messages.ts';
import { visibleToken } from '../tokens.tsx';
import { placeAcross, placeDown, type PlacedTree } from './place-tree.ts';

type NodeKind = SearchLayoutNode['kind'];

export type GrownNode = {
  readonly key: string;
  readonly kind: NodeKind;
  /** Steps until it was there: 0 for the beginning. */
  readonly step: number;
  readonly parent: string | undefined;
  readonly children: readonly string[];
  readonly label: string;
  /** The log-probability so far. */
  readonly value: string;
  /** Of a node that counts what is left out. */
  readonly count: number;
  readonly candidate: TracedCandidate | undefined;
  /** The tokens up to it. */
  readonly path: readonly number[];
};

export type GrownTree = {
  /** In the order in which one reads a tree: each node, then what continues it. */
  readonly nodes: ReadonlyMap<string, GrownNode>;
  readonly placed: PlacedTree;
  readonly trace: TraceAnswer;
  readonly textOf: (token: number) => string;
};

export const startKey = 'start';

export type GrowOptions = {
  /** How many pruned candidates of each beginning are shown; the others are counted. */
  readonly prunedPerRow: number;
  readonly isDownward: boolean;
};

/** Lays out a search. */
export const growTree = (trace: TraceAnswer, { prunedPerRow, isDownward }: GrowOptions): GrownTree => {
  const texts = new Map(trace.labels);
  const textOf = (token: number): string => texts.get(token) ?? '';
  const layout = layOutSearch(drawable(trace.steps, prunedPerRow), {
    labelOf: (token) => visibleToken(textOf(token)),
    prunedPerRow,
  });
  const candidates = new Map(trace.steps.flatMap(({ nodes }) => nodes.map((node) => [String(node.id), node] as const)));
  const pruned = prunedOf(trace.steps);
  const children = new Map<string, string[]>();
  const parents = new Map<string, string>();
  for (const { from, to } of layout.links) {
    children.set(from, [...(children.get(from) ?? []), to]);
    parents.set(to, from);
  }
  const nodeOf = (node: SearchLayoutNode, path: readonly number[]): GrownNode => {
    const { key, kind, column, label, value } = node;
    const parent = parents.get(key);
    const drawn = (children.get(parent ?? '') ?? []).filter((child) => candidates.get(child)?.outcome === 'pruned');
    const count = kind === 'more' ? (pruned.get(parent ?? '') ?? 0) - drawn.length : 0;
    return {
      ...{ key, kind, step: column, parent, children: children.get(key) ?? [], value, count, path },
      label: kind === 'more' ? `+ ${count} more` : label,
      candidate: candidates.get(key),
    };
  };
  const byKey = new Map(layout.nodes.map((node) => [node.key, node]));
  const nodes = new Map<string, GrownNode>();
  const add = (key: string, before: readonly number[]): void => {
    const token = candidates.get(key)?.token;
    const path = token === undefined ? before : [...before, token];
    nodes.set(key, nodeOf(byKey.get(key)!, path));
    for (const child of children.get(key) ?? []) add(child, path);
  };
  add(startKey, []);
  return { nodes, placed: (isDownward ? placeDown : placeAcross)(layout), trace, textOf };
};

/** As much of a search as is drawn, and of each beginning one more, so that there is something to count: layouts take time. */
const drawable = (steps: readonly TracedStep[], prunedPerRow: number): readonly TracedStep[] =>
  steps.map((step) => {
    const seen = new Map<number | undefined, number>();
    const isDrawn = ({ outcome, parent }: TracedCandidate): boolean => {
      if (outcome !== 'pruned') return true;
      const before = seen.get(parent) ?? 0;
      seen.set(parent, before + 1);
      return before <= prunedPerRow;
    };
    // The most probable come first.
    return { ...step, nodes: step.nodes.filter(isDrawn) };
  });

/** How many candidates of each beginning were pruned, sent or not. */
const prunedOf = (steps: readonly TracedStep[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  const add = (key: string, count: number): void => void counts.set(key, (counts.get(key) ?? 0) + count);
  for (const { nodes, leftOut } of steps) {
    for (const { outcome, parent } of nodes) if (outcome === 'pruned') add(parentKey(parent ?? -1), 1);
    for (const [parent, count] of leftOut) add(parentKey(parent), count);
  }
  return counts;
};

const parentKey = (parent: number): string => (parent < 0 ? startKey : String(parent));
