import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../../testing/strict-xml.ts';
import type { HeatMap } from './heat-map.ts';
import { svgHeatMap, type SvgHeatMapOptions } from './svg-heat-map.ts';

const map: HeatMap = {
  weights: [
    [1, 0, 0],
    [0.1, 0.55, 0.35],
  ],
  rowLabels: ['der', 'der'],
  columnLabels: ['a', 'b', 'a'],
  title: 'Where it looked',
};

const draw = (change: Partial<HeatMap> = {}, options?: SvgHeatMapOptions): XmlElement =>
  parseXml(svgHeatMap({ ...map, ...change }, options));

/** The cells are the rectangles that have a tooltip. */
const cellsOf = (root: XmlElement): XmlElement[] =>
  elementsNamed(root, 'rect').filter((rect) => elementsNamed(rect, 'title').length === 1);

const textsOf = (root: XmlElement): string[] => elementsNamed(root, 'text').map(textOf);
const numberOf = (element: XmlElement, name: string): number => Number(element.attributes.get(name));

const isSheet = (child: XmlElement | string | undefined): boolean =>
  typeof child === 'object' && child.name === 'rect' && child.attributes.get('fill') === '#ffffff';

describe('svgHeatMap', () => {
  it('has every cell once, row by row, each telling its tokens and weight', () => {
    expect(cellsOf(draw()).map(textOf)).toEqual([
      'der ← a: 1.000',
      'der ← b: 0.000',
      'der ← a: 0.000',
      'der ← a: 0.100',
      'der ← b: 0.550',
      'der ← a: 0.350',
    ]);
  });

  it('lays the cells out as a grid of the size asked for', () => {
    const cells = cellsOf(draw({}, { cellSize: 10 }));
    const left = numberOf(cells[0]!, 'x');
    const top = numberOf(cells[0]!, 'y');
    for (const [index, cell] of cells.entries()) {
      expect(numberOf(cell, 'x') - left).toBeCloseTo((index % 3) * 10);
      expect(numberOf(cell, 'y') - top).toBeCloseTo(Math.floor(index / 3) * 10);
    }
  });

  it('colours a weight of 1 yellow and a weight of 0 violet', () => {
    const [full, none] = cellsOf(draw());
    expect(full?.attributes.get('fill')).toBe('#fde725');
    expect(none?.attributes.get('fill')).toBe('#440154');
  });

  it('shows title, every label and the legend', () => {
    expect(textsOf(draw())).toEqual(['Where it looked', 'a', 'b', 'a', 'der', 'der', '0', '0.5', '1']);
  });

  it('names itself to a screen reader, with and without a title', () => {
    const { title: _, ...untitled } = map;
    expect(draw().attributes.get('aria-label')).toBe('Where it looked: heat map of 2 target by 3 source tokens');
    expect(parseXml(svgHeatMap(untitled)).attributes.get('aria-label')).toMatch(/^Attention: heat map of 2/);
  });

  it('keeps hostile labels as text', () => {
    const hostile = ['</text><script>', '"&quot;\'', 'a\u{0}\u{1B}\nb'];
    const root = draw({ columnLabels: hostile, title: '<&>' });
    expect(textsOf(root).slice(0, 4)).toEqual(['<&>', '</text><script>', '"&quot;\'', 'a\\x00\\x1b\\nb']);
    expect(elementsNamed(root, 'script')).toHaveLength(0);
  });

  it('leans long column labels, and holds everything it draws', () => {
    const columnLabels = ['a', 'considerably', 'internationalisation'];
    const root = draw({ columnLabels });
    const leaning = elementsNamed(root, 'text').filter((text) => text.attributes.has('transform'));
    expect(leaning.map(textOf)).toEqual(columnLabels);
    expect(elementsNamed(draw(), 'text').every((text) => !text.attributes.has('transform'))).toBe(true);

    const [last] = leaning.slice(-1);
    const [x, y] = /translate\(([\d.]+) ([\d.]+)\)/
      .exec(last?.attributes.get('transform') ?? '')!
      .slice(1)
      .map(Number);
    // At 13 pixels a letter of a sans-serif font is about 7 wide; leaning by 45° it reaches 7/√2 to the right and up.
    const reach = ('internationalisation'.length * 7) / Math.SQRT2;
    expect(x! + reach).toBeLessThan(numberOf(root, 'width'));
    expect(y! - reach).toBeGreaterThan(16 + 15); // below the title
    for (const rect of elementsNamed(root, 'rect').filter(({ attributes }) => attributes.has('y'))) {
      expect(numberOf(rect, 'y') + numberOf(rect, 'height')).toBeLessThanOrEqual(numberOf(root, 'height'));
    }
  });

  it('cuts an endless label in the drawing but not in the tooltip', () => {
    const endless = 'x'.repeat(100);
    const root = draw({ rowLabels: [endless, 'der'] });
    expect(textsOf(root)).toContain(`${'x'.repeat(31)}…`);
    expect(textOf(cellsOf(root)[0]!)).toBe(`${endless} ← a: 1.000`);
  });

  it('has a white sheet unless asked to be transparent', () => {
    expect(isSheet(draw().children[0])).toBe(true);
    expect(draw({}, { background: 'transparent' }).children.some(isSheet)).toBe(false);
  });

  it('refuses a cell without size and an inconsistent map', () => {
    expect(() => svgHeatMap(map, { cellSize: 0 })).toThrow('cellSize must be a positive number of pixels, but is 0');
    expect(() => svgHeatMap({ ...map, rowLabels: [] })).toThrow(/^svgHeatMap: /);
  });
});
