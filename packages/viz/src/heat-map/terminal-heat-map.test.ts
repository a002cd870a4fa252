import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { HeatMap } from './heat-map.ts';
import { terminalHeatMap } from './terminal-heat-map.ts';

const map: HeatMap = {
  weights: [
    [1, 0, 0.05],
    [0.1, 0.55, 0.35],
  ],
  rowLabels: ['OW1', 'N'],
  columnLabels: ['o', 'n', 'e'],
};

/** The lines of each block: what lies between the title and the legend, apart by blank lines. */
const blocksOf = (drawing: string, hasTitle: boolean): string[][] =>
  drawing
    .split('\n\n')
    .slice(hasTitle ? 1 : 0, -1)
    .map((block) => block.split('\n'));

const anyMap: fc.Arbitrary<HeatMap> = fc
  .record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 12 }) })
  .chain(({ rows, columns }) => {
    const label = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('猫', '好き', '한국어', '👩‍👩‍👧', 'e\u{301}', '', ' ', '\n', '\u{1B}[31m', '</s>'),
    );
    return fc.record({
      weights: fc.array(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: columns, maxLength: columns }),
        { minLength: rows, maxLength: rows },
      ),
      rowLabels: fc.array(label, { minLength: rows, maxLength: rows }),
      columnLabels: fc.array(label, { minLength: columns, maxLength: columns }),
    });
  });

describe('terminalHeatMap', () => {
  it('keeps every line of a block equally wide, within the width asked for', () => {
    fc.assert(
      fc.property(anyMap, fc.boolean(), fc.integer({ min: 16, max: 80 }), (any, colour, maximumWidth) => {
        for (const block of blocksOf(terminalHeatMap(any, { colour, maximumWidth }), false)) {
          const widths = new Set(block.map((line) => stringWidth(line)));
          expect(widths.size).toBe(1);
          expect(Math.max(...widths)).toBeLessThanOrEqual(maximumWidth);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('emits no control character of a label: newlines and its own colours are all there is', () => {
    fc.assert(
      fc.property(anyMap, fc.boolean(), (any, colour) => {
        // oxlint-disable-next-line no-control-regex -- its own escape sequences are what is taken away here
        const own = /\u{1B}\[(?:0|48;2;\d+;\d+;\d+)m/gu;
        const drawing = terminalHeatMap({ ...any, title: any.rowLabels.join('') }, { colour });
        expect(drawing.replace(colour ? own : '', '')).not.toMatch(/[^\n\P{Cc}]/u);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('draws a small map in plain characters', () => {
    expect(terminalHeatMap({ ...map, title: 'one' }, { colour: false })).toBe(
      ['one', '', '     o n e  ', 'OW1 |@@    |', '  N |..++--|', '', '0 | .:-=+*#%@| 1'].join('\n'),
    );
  });

  it('draws the same map in colour: one background per cell, violet for 0, yellow for 1', () => {
    const lines = terminalHeatMap(map, { colour: true }).split('\n');
    expect(lines[0]).toBe('    o n e ');
    expect(lines[1]).toBe('OW1 \u{1B}[48;2;253;231;37m  \u{1B}[48;2;68;1;84m  \u{1B}[48;2;69;18;99m  \u{1B}[0m');
    expect(lines.at(-1)?.startsWith('0 \u{1B}[48;2;68;1;84m ')).toBe(true);
    expect(lines.at(-1)?.endsWith('\u{1B}[48;2;253;231;37m \u{1B}[0m 1')).toBe(true);
  });

  it('gives each tenth of the scale its character, the ends included', () => {
    const weights = [[0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1]];
    const drawing = terminalHeatMap(
      { weights, rowLabels: ['r'], columnLabels: 'a b c d e f g h i j k l'.split(' ') },
      { colour: false },
    );
    expect(drawing).toContain('r |    ..::--==++**##%%@@@@|');
  });

  it('runs long column labels downwards, their ends just above the cells', () => {
    const drawing = terminalHeatMap(
      { weights: [[0, 1, 0]], rowLabels: ['die'], columnLabels: ['agree', '猫', 'in'] },
      { colour: false },
    );
    expect(drawing.split('\n').slice(0, 6)).toEqual([
      '      a        ',
      '      g        ',
      '      r        ',
      '      e     i  ',
      '      e 猫  n  ',
      'die |   @@@   |',
    ]);
  });

  it('cuts a wide map into blocks that share the columns evenly and repeat the row labels', () => {
    const wide: HeatMap = {
      weights: [Array.from({ length: 10 }, () => 1)],
      rowLabels: ['r'],
      columnLabels: 'a b c d e f g h i j'.split(' '),
    };
    const blocks = blocksOf(terminalHeatMap(wide, { colour: false, maximumWidth: 16 }), false);
    expect(blocks).toEqual([
      ['   a b c d e  ', 'r |@@@@@@@@@@|'],
      ['   f g h i j  ', 'r |@@@@@@@@@@|'],
    ]);
  });

  it('shortens row labels that would leave no room for cells', () => {
    const long: HeatMap = { weights: [[1]], rowLabels: ['Donaudampfschifffahrt'], columnLabels: ['x'] };
    expect(terminalHeatMap(long, { colour: false, maximumWidth: 16 })).toContain('\nDonauda… |@@|');
  });

  it('refuses a width that holds no map, and an inconsistent map', () => {
    for (const maximumWidth of [0, 15, 20.5, NaN]) {
      expect(() => terminalHeatMap(map, { colour: false, maximumWidth })).toThrow(
        /maximumWidth must be .* at least 16/,
      );
    }
    expect(() => terminalHeatMap({ ...map, rowLabels: [] }, { colour: true })).toThrow(/^terminalHeatMap: /);
  });
});
