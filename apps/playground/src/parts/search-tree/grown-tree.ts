// A search as a tree to look at: every node with what is said of it, all steps at once. What is shown of it at one step, with one
// ranking, is in shown-tree.ts.
import { layOutSearch, type SearchLayoutNode } from '@seq2seq/viz';
import type { TraceAnswer, TracedCandidate } from '../../protocol/messages.ts';
import { visibleToken } from '../tokens.tsx';
import { placeAcross, placeDown, type PlacedTree } from './place-tree.ts';

export type NodeKind = SearchLayoutNode['kind'];

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
  const layout = layOutSearch(trace.steps, { labelOf: (token) => visibleToken(textOf(token)), prunedPerRow });
  const candidates = new Map(trace.steps.flatMap(({ nodes }) => nodes.map((node) => [String(node.id), node] as const)));
  const leftOut = new Map(
    trace.steps.flatMap((step) => step.leftOut.map(([parent, count]) => [parentKey(parent), count] as const)),
  );
  const children = new Map<string, string[]>();
  const parents = new Map<string, string>();
  for (const { from, to } of layout.links) {
    children.set(from, [...(children.get(from) ?? []), to]);
    parents.set(to, from);
  }
  const nodeOf = (node: SearchLayoutNode, path: readonly number[]): GrownNode => {
    const { key, kind, column, label, value } = node;
    const parent = parents.get(key);
    // The layout counts what it was given.
    const count = kind === 'more' ? Number(/\d+/.exec(label)?.[0] ?? 0) + (leftOut.get(parent ?? startKey) ?? 0) : 0;
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

const parentKey = (parent: number): string => (parent < 0 ? startKey : String(parent));
