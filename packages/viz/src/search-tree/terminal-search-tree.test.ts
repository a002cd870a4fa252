import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { randomTrace, tokenLabels, traceShapes } from './__fixtures__/random-traces.ts';
import { smallOptions, smallTrace } from './__fixtures__/small-trace.ts';
import { terminalSearchTree, type TerminalSearchTreeOptions } from './terminal-search-tree.ts';

const draw = (options: Partial<TerminalSearchTreeOptions> = {}): string =>
  terminalSearchTree(smallTrace, { ...smallOptions, colour: false, ...options });

// oxlint-disable-next-line no-control-regex -- its own escape sequences are what is taken away here
const ownColours = /\u{1B}\[[012]m/gu;

describe('terminalSearchTree', () => {
  it('draws a small search', () => {
    expect(draw({ title: 'a beam of two' })).toBe(
      [
        'a beam of two',
        '',
        '        step 1           step 2           step 3',
        '<s> ━┬━ a −1.00 ━━━━━━┬━ a −2.00 ━━━━━━┬━ </s> −3.00 ■1',
        '     │                │                └╌ a −4.00 ×2',
        '     │                ├╌ b −4.00 ×3',
        '     │                └─ </s> −8.00 ■',
        '     ├─ b −2.00 ──────┬─ a −3.00 ──────── </s> −6.00 ■2',
        '     │                └╌ b −6.00 ×4',
        '     └─ </s> −9.00 ■',
        '',
        '  output    log P  length  score',
        '1 a a </s>  −3.00       3  −1.00',
        '2 b a </s>  −6.00       3  −2.00',
        '',
        '━ way to the best result  ■1 result 1  ×7 pruned, rank 7',
        'numbers: log-probability so far, in nats',
      ].join('\n'),
    );
  });

  it('cuts a wide tree into blocks that begin with the tokens that go on', () => {
    expect(draw({ maximumWidth: 34 }).split('\n\n').slice(0, 3)).toEqual([
      ['        step 1', '<s> ━┬━ a −1.00', '     ├─ b −2.00', '     └─ </s> −9.00 ■'].join('\n'),
      [
        'step 1           step 2',
        'a −1.00 ━━━━━━┬━ a −2.00',
        '              ├╌ b −4.00 ×3',
        '              └─ </s> −8.00 ■',
        'b −2.00 ──────┬─ a −3.00',
        '              └╌ b −6.00 ×4',
      ].join('\n'),
      [
        'step 2           step 3',
        'a −2.00 ━━━━━━┬━ </s> −3.00 ■1',
        '              └╌ a −4.00 ×2',
        'a −3.00 ──────── </s> −6.00 ■2',
      ].join('\n'),
    ]);
  });

  it('counts what it does not draw', () => {
    expect(draw({ prunedPerRow: 0 })).toContain('└┄ + 1 more');
  });

  it('keeps to the width asked for, and emits no control character of a token', () => {
    fc.assert(
      fc.property(
        traceShapes,
        tokenLabels,
        fc.boolean(),
        fc.integer({ min: 24, max: 90 }),
        (shape, labels, colour, maximumWidth) => {
          const title = labels.join('');
          const labelOf = (token: number): string => labels[token]!;
          const drawing = terminalSearchTree(randomTrace(shape), { labelOf, colour, maximumWidth, title });
          const plain = drawing.replace(colour ? ownColours : '', '');
          expect(plain).not.toMatch(/[^\n\P{Cc}]/u);
          for (const line of plain.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(maximumWidth);
        },
      ),
      { seed: 1, numRuns: 150 },
    );
  });

  it('shows in colour what it shows without: the way to the best result bold, what was pruned dim', () => {
    const coloured = draw({ colour: true });
    expect(coloured.replace(ownColours, '')).toBe(draw());
    expect(coloured).toContain('\u{1B}[1ma −2.00\u{1B}[0m');
    expect(coloured).toContain('\u{1B}[2mb −4.00 ×3\u{1B}[0m');
  });

  it('gives every token of the tree a place, the same whatever the width', () => {
    fc.assert(
      fc.property(traceShapes, (shape) => {
        const options = { labelOf: (token: number) => `t${token}`, colour: false, prunedPerRow: Infinity };
        const trace = randomTrace(shape);
        const count = new Set<string>();
        const paths = new Map<number, string>();
        for (const { id, parent, token, source } of trace.flatMap(({ nodes }) => nodes)) {
          paths.set(id, `${parent === undefined ? '' : paths.get(parent)} ${token}`);
          if (source === 0) count.add(paths.get(id)!);
        }
        const [tree = ''] = terminalSearchTree(trace, options).split('\n\n');
        expect(tree.match(/t\d −/gu)?.length ?? 0).toBe(count.size);
      }),
      { seed: 2, numRuns: 80 },
    );
  });

  it('draws a search of no steps', () => {
    expect(terminalSearchTree([], { ...smallOptions, colour: false })).toBe('<s>');
  });

  it('refuses a width that holds no tree', () => {
    for (const maximumWidth of [0, 23, 30.5, NaN]) {
      expect(() => draw({ maximumWidth })).toThrow(/maximumWidth must be .* at least 24/);
    }
  });
});
