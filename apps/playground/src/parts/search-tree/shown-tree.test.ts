import { replaySearch } from '@seq2seq/viz';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchChoices, TraceAnswer } from '../../protocol/messages.ts';
import { searchTextbook } from '../../views/search/textbook.ts';
import { growTree, type GrownTree, startKey } from './grown-tree.ts';
import { showTree, type ShownTree } from './shown-tree.ts';
import { moveInTree } from './tree-keys.ts';

const choices: SearchChoices = {
  ...{ strategy: 'beam', width: 3, nBest: 3, alpha: 0.7, maxLength: 12, temperature: 1, topK: 0, topP: 1, seed: 1 },
  ...{ prefix: [], banned: [] },
};
let trace: TraceAnswer;
let tree: GrownTree;
beforeAll(async () => {
  trace = await searchTextbook(choices);
  tree = growTree(trace, { prunedPerRow: 2, isDownward: false });
});
const at = (step: number, alpha = 0.7, closed: readonly string[] = []): ShownTree =>
  showTree(tree, { step, alpha, closed: new Set(closed) });
const countOf = (nodes: ShownTree['nodes'], kind: string): number => nodes.filter((node) => node.kind === kind).length;

describe('the tree of the textbook example', () => {
  it.each([0, 2, 8])('shows or counts every candidate, with %i pruned ones of each beginning', (prunedPerRow) => {
    const { nodes } = showTree(growTree(trace, { prunedPerRow, isDownward: false }), {
      ...{ step: trace.steps.length, alpha: 0.7, closed: new Set<string>() },
    });
    const shown = countOf(nodes, 'kept') + countOf(nodes, 'ended') + countOf(nodes, 'pruned');
    const counted = nodes.reduce((sum, { count }) => sum + count, 0);
    expect(shown + counted).toBe(trace.steps.reduce((sum, { considered }) => sum + considered, 0));
    const kept = trace.steps.flatMap((step) => step.nodes).filter(({ outcome }) => outcome === 'kept');
    expect(countOf(nodes, 'kept')).toBe(kept.length);
  });

  it('keeps in september, jane is and jane visits, as the textbook does', () => {
    const texts = at(2)
      .nodes.filter(({ kind, step }) => kind === 'kept' && step === 2)
      .map(({ path }) => path.map(tree.textOf).join(' '));
    expect(new Set(texts)).toEqual(new Set(['jane is', 'jane visits', 'in september']));
  });

  it('says of each step what a replay of the whole search says', () => {
    for (let step = 0; step <= trace.steps.length; step++) {
      expect(at(step).caption).toBe(replaySearch(trace.steps, step).caption);
      expect(at(step).ranked).toHaveLength(replaySearch(trace.steps, step).shelf.length);
    }
  });

  it('grows with each step and shows nothing that is still to come', () => {
    for (let step = 0; step <= trace.steps.length; step++) {
      const { nodes } = at(step);
      expect(Math.max(...nodes.map((node) => node.step))).toBe(step);
      for (const node of nodes) if (node.parent !== undefined) expect(at(step).byKey.has(node.parent)).toBe(true);
    }
  });

  it('marks the way to what is first at the end, and nothing before', () => {
    const winning = at(trace.steps.length).nodes.filter(({ isWinning }) => isWinning);
    expect(winning.map(({ label }) => label)).toEqual([
      ...['<s>', 'jane', 'visits', 'africa', 'in', 'september', '</s>'],
    ]);
    expect(at(trace.steps.length - 1).nodes.some(({ isWinning }) => isWinning)).toBe(false);
  });

  it('keeps its shape when α changes, while the ranking does not', () => {
    const shape = (alpha: number): unknown => at(trace.steps.length, alpha).nodes.map(({ key, kind }) => [key, kind]);
    const order = (alpha: number): unknown => at(trace.steps.length, alpha).ranked.map(({ index }) => index);
    expect(shape(2)).toEqual(shape(0));
    expect(order(2)).not.toEqual(order(0));
  });

  it('says of a node what the table says: jane is likely at 42 percent, the second step multiplies', () => {
    const described = at(2).nodes.map(({ description }) => description);
    // ln 0.42 = -0.8675; ln (0.42 · 0.5) = -1.5606; 11 words are possible after each of these beginnings, the end is not.
    expect(described).toContain('jane: kept, log P −0.87, this token 42 %, rank 1 of 11');
    expect(described).toContain('jane is: kept, log P −1.56, this token 50 %, rank 1 of 33');
  });

  it('names a node by what is written on it, then says the rest', () => {
    const last = trace.steps.length;
    for (const { label, value, note, name } of at(last).nodes) {
      const written = [label, value, note].filter((text) => text !== '').join(' ');
      expect(name.startsWith(written), `${name}: ${written}`).toBe(true);
    }
    const names = at(2).nodes.map(({ name }) => name);
    // The numbers are those of the descriptions; 0.06 is shared by the eight words that do not begin the sentence.
    expect(names).toContain('<s>, the beginning');
    expect(names).toContain('jane −0.87 kept, rank 1 of 11, this token 42 %');
    expect(names).toContain('is −1.56 kept, rank 1 of 33, this token 50 %, so far “jane is”');
    expect(names).toContain('africa −4.89 pruned, rank 4 of 11, this token 0.7 %');
    expect(names).toContain('+ 6 more, pruned');
    expect(at(last).nodes.filter(({ name }) => /^<\/s> \S+ result 1, rank /.test(name))).toHaveLength(1);
  });

  it('hides what continues a closed node, and nothing else', () => {
    const { nodes } = at(3);
    const jane = nodes.find(({ label }) => label === 'jane')!;
    const closed = at(3, 0.7, [jane.key]);
    expect(closed.byKey.get(jane.key)!.isOpen).toBe(false);
    const hidden = nodes.filter(({ key }) => !closed.byKey.has(key));
    expect(hidden.length).toBeGreaterThan(0);
    for (const { path } of hidden) expect(tree.textOf(path[0]!)).toBe('jane');
  });
});

describe('keys in the tree', () => {
  it('reach every node by going down from the first, and the first again by going up', () => {
    const shown = at(4);
    let key = startKey;
    const seen = [key];
    for (
      let move = moveInTree('ArrowDown', key, shown);
      move && 'to' in move;
      move = moveInTree('ArrowDown', key, shown)
    ) {
      key = move.to;
      seen.push(key);
    }
    expect(seen).toEqual(shown.nodes.map((node) => node.key));
    expect(moveInTree('End', startKey, shown)).toEqual({ to: key });
    expect(moveInTree('Home', key, shown)).toEqual({ to: startKey });
    for (const expected of seen.slice(0, -1).toReversed()) {
      const move = moveInTree('ArrowUp', key, shown);
      expect(move).toEqual({ to: expected });
      key = expected;
    }
  });

  it('open and close: right opens, then goes to the first child; left closes, then goes to the parent', () => {
    const shown = at(3);
    const jane = shown.nodes.find(({ label }) => label === 'jane')!;
    expect(moveInTree('ArrowRight', jane.key, shown)).toEqual({ to: jane.children[0] });
    expect(moveInTree('ArrowLeft', jane.key, shown)).toEqual({ toggle: jane.key });
    const closed = at(3, 0.7, [jane.key]);
    expect(moveInTree('ArrowRight', jane.key, closed)).toEqual({ toggle: jane.key });
    expect(moveInTree('ArrowLeft', jane.key, closed)).toEqual({ to: startKey });
    const leaf = shown.nodes.find(({ isOpen }) => isOpen === undefined)!;
    expect(moveInTree('ArrowRight', leaf.key, shown)).toBeUndefined();
    expect(moveInTree('x', leaf.key, shown)).toBeUndefined();
  });
});

describe('places in the tree', () => {
  it.each([false, true])('do not overlap, and steps follow each other; downwards: %s', (isDownward) => {
    const { placed, nodes } = growTree(trace, { prunedPerRow: 8, isDownward });
    const boxes = [...placed.boxes.values()];
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart).toBe(true);
      }
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(placed.width);
      expect(a.y + a.height).toBeLessThanOrEqual(placed.height);
      expect(a.height).toBeGreaterThanOrEqual(24);
    }
    for (const { key, parent } of nodes.values()) {
      if (parent === undefined) continue;
      const [from, to] = [placed.boxes.get(parent)!, placed.boxes.get(key)!];
      if (isDownward) expect(to.y).toBeGreaterThan(from.y + from.height);
      else expect(to.x).toBeGreaterThan(from.x + from.width);
    }
  });
});
