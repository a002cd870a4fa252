import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOnBorder, overlap } from '../diagram/__fixtures__/rectangles.ts';
import { randomTrace, tokenLabels, traceShapes } from './__fixtures__/random-traces.ts';
import { smallOptions, smallTrace } from './__fixtures__/small-trace.ts';
import { layOutSearch } from './lay-out-search.ts';
import type { SearchLayout, SearchLayoutNode } from './search-layout.ts';
import type { SearchTraceStep } from './search-trace.ts';
import type { SearchPictureOptions } from './search-words.ts';

type Case = { readonly layout: SearchLayout; readonly trace: readonly SearchTraceStep[]; readonly source: number };

const large = randomTrace({ seed: 3, steps: 100, width: 10, vocabulary: 20, sources: 1, twice: 0 });

/** Holds a law against random searches, an empty one, and one of a hundred steps and ten beams. */
function always(law: (example: Case) => void, options?: Partial<SearchPictureOptions>): void {
  const labelOf = (token: number): string => `t${token}`;
  // With every candidate drawn the large one takes seconds.
  for (const trace of options ? [[]] : [[], large])
    law({ trace, source: 0, layout: layOutSearch(trace, { labelOf, ...options }) });
  fc.assert(
    fc.property(traceShapes, tokenLabels, fc.nat(1), (shape, labels, wanted) => {
      const trace = randomTrace(shape);
      const source = wanted % shape.sources;
      const layout = layOutSearch(trace, { labelOf: (token) => labels[token]!, source, ...options });
      law({ layout, trace, source });
    }),
    { seed: 1, numRuns: 80 },
  );
}

/** The nodes from the first token to one, found along the links. */
function pathTo(node: SearchLayoutNode, { nodes, links }: SearchLayout): SearchLayoutNode[] {
  const byKey = new Map(nodes.map((each) => [each.key, each]));
  const parents = new Map(links.map(({ from, to }) => [to, from]));
  const path = [node];
  for (let key = parents.get(node.key); key !== undefined; key = parents.get(key)) path.unshift(byKey.get(key)!);
  return path.slice(1);
}

const groupBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>(items.map((item) => [keyOf(item), []]));
  for (const item of items) groups.get(keyOf(item))!.push(item);
  return groups;
};

const everything = { prunedPerRow: Infinity };

describe('layOutSearch, for any search', () => {
  it('shows every output that was considered once, if all are asked for', () => {
    always(({ layout, trace, source }) => {
      const paths = new Map<number, string>();
      const wanted = new Set<string>();
      for (const { id, parent, token, source: of } of trace.flatMap(({ nodes }) => nodes)) {
        paths.set(id, `${parent === undefined ? '' : paths.get(parent)} ${token}`);
        if (of === source) wanted.add(paths.get(id)!);
      }
      const shown = layout.nodes.filter(({ candidate }) => candidate).map(({ candidate }) => paths.get(candidate!.id));
      expect(new Set(shown)).toEqual(wanted);
      expect(shown).toHaveLength(wanted.size);
      expect(new Set(layout.nodes.map(({ key }) => key)).size).toBe(layout.nodes.length);
    }, everything);
  });

  it('places no box upon another, and all of them within the picture', () => {
    always(({ layout: { nodes, shelf, width, height, heads } }) => {
      const rows = groupBy(nodes, ({ column }) => column);
      for (const column of rows.values()) {
        const sorted = column.toSorted((a, b) => a.y - b.y);
        for (const [index, box] of sorted.slice(1).entries()) expect(overlap(sorted[index]!, box)).toBe(false);
      }
      const last = [...rows.values()].map((column) => column[0]!);
      for (const [index, { x }] of last.slice(1).entries()) {
        expect(x).toBeGreaterThan(last[index]!.x + last[index]!.width + 20); // room for the links
      }
      for (const box of [...nodes, shelf]) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThan(heads[0]?.y ?? 0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
      expect(nodes.filter((box) => box.y + box.height > shelf.y)).toEqual([]);
    });
  });

  it('links every box but the first to one further left, from border to border', () => {
    always(({ layout: { nodes, links } }) => {
      const byKey = new Map(nodes.map((node) => [node.key, node]));
      expect(links.map(({ to }) => to).toSorted()).toEqual(
        nodes
          .map(({ key }) => key)
          .filter((key) => key !== 'start')
          .toSorted(),
      );
      for (const {
        from,
        to,
        points: [start, end],
        kind,
      } of links) {
        const [parent, child] = [byKey.get(from)!, byKey.get(to)!];
        expect(child.column).toBe(parent.column + 1);
        expect(child.kind).toBe(kind);
        expect(start[0]).toBeCloseTo(parent.x + parent.width);
        expect(end[0]).toBeCloseTo(child.x);
        expect(isOnBorder(parent, start) && isOnBorder(child, end)).toBe(true);
      }
    });
  });

  it('lets no link cross another', () => {
    always(({ layout: { nodes, links } }) => {
      const columnOf = new Map(nodes.map(({ key, column }) => [key, column]));
      for (const gap of groupBy(links, ({ from }) => columnOf.get(from)).values()) {
        const byEnd = gap.map(({ points }) => points).toSorted((a, b) => a[1][1] - b[1][1]);
        const starts = byEnd.map(([start]) => start[1]);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }
    });
  });

  it('neither climbs nor sinks in a long search', () => {
    always(({ layout: { nodes, tree } }) => {
      const columns = [...groupBy(nodes, ({ column }) => column).values()];
      const heights = columns.map((column) => column.reduce((sum, { height }) => sum + height + 12, 0));
      expect(tree.height).toBeLessThan(3 * Math.max(...heights));
    });
  });

  it('gives every box the sum of what is on the way to it', () => {
    always(({ layout }) => {
      for (const node of layout.nodes.filter(({ candidate }) => candidate).slice(-60)) {
        const sum = pathTo(node, layout).reduce((total, { candidate }) => total + candidate!.tokenLogProb, 0);
        expect(node.candidate!.logProb).toBeCloseTo(sum, 9);
      }
    });
  });

  it('draws the most probable of what was pruned, and counts the rest', () => {
    for (const prunedPerRow of [0, 1, 3]) {
      always(
        ({ layout, trace, source }) => {
          const all = layOutSearch(trace, { ...smallOptions, source, prunedPerRow: Infinity });
          const prunedOf = ({ nodes, links }: SearchLayout) => {
            const byKey = new Map(nodes.map((node) => [node.key, node]));
            const children = links.map(({ from, to }) => ({ from, node: byKey.get(to)! }));
            return groupBy(
              children.filter(({ node }) => node.kind === 'pruned'),
              ({ from }) => from,
            );
          };
          const drawn = prunedOf(layout);
          const more = new Map(
            layout.nodes.filter(({ kind }) => kind === 'more').map(({ key, label }) => [key, label]),
          );
          for (const [from, pruned] of prunedOf(all)) {
            const probable = pruned
              .map(({ node }) => node)
              .toSorted((a, b) => b.candidate!.logProb - a.candidate!.logProb);
            const shown = (drawn.get(from) ?? []).map(({ node }) => node.candidate!.logProb);
            expect(shown).toEqual(probable.slice(0, prunedPerRow).map(({ candidate }) => candidate!.logProb));
            const left = probable.length - prunedPerRow;
            expect(more.get(`more of ${from}`)).toBe(left > 0 ? `+ ${left} more` : undefined);
          }
        },
        { prunedPerRow },
      );
    }
  });

  it('marks the way to the best result, and puts all results on the shelf in their order', () => {
    always(({ layout, trace, source }) => {
      const results = trace.at(-1)?.best[source] ?? [];
      expect(layout.shelf.rows.map(({ result }) => result)).toEqual(results);
      expect(layout.shelf.rows.map(({ place }) => place)).toEqual(results.map((_, index) => index + 1));
      const marked = layout.nodes.filter(({ isWinning, candidate }) => isWinning && candidate);
      expect(marked.map(({ candidate }) => candidate!.token)).toEqual(results[0]?.tokens ?? []);
      expect(layout.links.filter(({ isWinning }) => isWinning)).toHaveLength(marked.length);
      for (const { node, result, place } of layout.shelf.rows) {
        const last = layout.nodes.find(({ key }) => key === node)!;
        expect(pathTo(last, layout).map(({ candidate }) => candidate!.token)).toEqual(result.tokens);
        expect(last.note).toBe(`result ${place}`);
      }
    });
  });
});

describe('layOutSearch', () => {
  const layout = layOutSearch(smallTrace, smallOptions);
  const textsOf = (kind: SearchLayoutNode['kind']): string[] =>
    layout.nodes.filter((node) => node.kind === kind).map(({ label, value, note }) => `${label} ${value} ${note}`);

  it('says of each token what became of it', () => {
    expect(textsOf('start')).toEqual(['<s>  ']);
    expect(textsOf('kept')).toEqual(['a −1.00 ', 'b −2.00 ', 'a −2.00 ', 'a −3.00 ']);
    expect(textsOf('pruned')).toEqual(['b −4.00 pruned, rank 3', 'b −6.00 pruned, rank 4', 'a −4.00 pruned, rank 2']);
    expect(textsOf('ended')).toEqual([
      '</s> −9.00 ended, outdone',
      '</s> −8.00 ended, outdone',
      '</s> −3.00 result 1',
      '</s> −6.00 result 2',
    ]);
    expect(layout.nodes.find(({ key }) => key === '4')?.description).toBe(
      'a b: log P −4.00 (token −3.00), score −2.00, rank 3 of 5, pruned',
    );
    expect(layout.heads.map(({ text, description }) => `${text}: ${description}`)).toEqual([
      'step 1: 1 beam × 3 tokens → keep 2, 1 ends',
      'step 2: 2 beams, 5 candidates → keep 2, 1 ends',
      'step 3: 2 beams, 3 candidates → keep 0, 2 end',
    ]);
    expect(layout.shelf.rows.map(({ texts }) => texts.join(' | '))).toEqual([
      'a a </s> | −3.00 | 3 | −1.00',
      'b a </s> | −6.00 | 3 | −2.00',
    ]);
  });

  it('shows probabilities or scores instead, and outputs as they are asked for', () => {
    const valuesOf = (numbers: 'probability' | 'score') =>
      layOutSearch(smallTrace, { ...smallOptions, numbers }).nodes.map(({ value }) => value);
    // e^−1, e^−2, e^−9
    expect(valuesOf('probability').slice(1, 4)).toEqual(['0.368', '0.135', '1.2e−4']);
    expect(valuesOf('score').slice(-3)).toEqual(['−1.00', '−1.33', '−2.00']);
    const joined = layOutSearch(smallTrace, { ...smallOptions, outputOf: (tokens) => tokens.join('+') });
    expect(joined.shelf.rows[0]?.texts[0]).toBe('1+1+0');
  });

  it('shows the state of a search that is not over: what leads is marked, what is not finished says so', () => {
    const { shelf, nodes } = layOutSearch(smallTrace.slice(0, 1), smallOptions);
    expect(shelf.rows.map(({ texts }) => texts[0])).toEqual(['</s>', 'a (cut off)']);
    expect(nodes.map(({ kind, note }) => `${kind} ${note}`)).toEqual([
      'start ',
      'kept result 2',
      'kept ',
      'ended result 1',
    ]);
  });

  it('keeps the way to the best result level', () => {
    const middles = layout.nodes.filter(({ isWinning }) => isWinning).map(({ y, height }) => y + height / 2);
    for (const middle of middles) expect(Math.abs(middle - middles[0]!)).toBeLessThan(1);
  });

  it('joins what was drawn twice', () => {
    const [first, second] = smallTrace;
    const twice = [
      { ...first!, nodes: first!.nodes.map((node) => (node.id === 0 ? { ...node, rows: [0, 1] } : node)) },
      { ...second!, nodes: [...second!.nodes, { ...second!.nodes[1]!, id: 11, outcome: 'kept' as const, rows: [2] }] },
    ];
    const { nodes, heads } = layOutSearch(twice, smallOptions);
    expect(nodes.filter(({ key }) => key === '4' || key === '11').map(({ kind }) => kind)).toEqual(['kept']);
    expect(nodes.find(({ key }) => key === '0')?.description).toContain('2 rows');
    expect(heads[0]?.description).toContain('keep 3');
  });

  it('refuses options that mean nothing', () => {
    expect(() => layOutSearch([], { ...smallOptions, prunedPerRow: -1 })).toThrow(
      /^layOutSearch: prunedPerRow .* is -1/,
    );
    // @ts-expect-error -- as from JavaScript
    expect(() => layOutSearch([], { ...smallOptions, numbers: 'bits' })).toThrow(/numbers must be one of .* is bits/);
  });
});
