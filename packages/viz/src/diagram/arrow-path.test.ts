import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml } from '../../testing/strict-xml.ts';
import { arrowsMarkup } from './arrow-path.ts';
import { partColours } from './part-colours.ts';

const pathsOf = (
  ...[arrows, kind = 'input']: [Parameters<typeof arrowsMarkup>[0], Parameters<typeof arrowsMarkup>[1]?]
) =>
  elementsNamed(parseXml(arrowsMarkup(arrows, kind, '#123456').markup), 'path').map(({ attributes }) =>
    Object.fromEntries(attributes),
  );

/** The corners of a triangle, which is the same in any order. */
const cornersOf = (head: Readonly<Record<string, string>> | undefined): string[] =>
  (head?.['d'] ?? '').replaceAll(/[MZ]/g, '').split('L').toSorted();

describe('arrowsMarkup', () => {
  it('ends the line inside a head whose tip is the last point', () => {
    const [line, head] = pathsOf([
      [
        [0, 0],
        [20, 0],
      ],
    ]);
    expect(line?.['d']).toBe('M0 0L14 0');
    expect(cornersOf(head)).toEqual(['13 -3', '13 3', '20 0']);
  });

  it('points the head where the last piece goes, even aslant', () => {
    // The last piece is (3, 4) / 5 long and steep: seven back from the tip, then three to each side.
    const [, head] = pathsOf([
      [
        [0, 0],
        [30, 40],
      ],
    ]);
    expect(cornersOf(head)).toEqual(['23.4 36.2', '28.2 32.6', '30 40']);
  });

  it('rounds bends by five pixels, or by half of a shorter piece', () => {
    const [line] = pathsOf([
      [
        [0, 0],
        [20, 0],
        [20, 20],
      ],
    ]);
    expect(line?.['d']).toBe('M0 0L15 0Q20 0 20 5L20 14');
    const [short] = pathsOf([
      [
        [0, 0],
        [4, 0],
        [4, 30],
      ],
    ]);
    expect(short?.['d']).toBe('M0 0L2 0Q4 0 4 5L4 24');
  });

  it('draws several arrows of a kind as one line, so that none is painted twice', () => {
    const paths = pathsOf(
      [
        [
          [0, 0],
          [20, 0],
        ],
        [
          [0, 0],
          [40, 0],
        ],
      ],
      'feeding',
    );
    expect(paths).toHaveLength(2);
    expect(paths[0]).toMatchObject({
      d: 'M0 0L14 0M0 0L34 0',
      'stroke-dasharray': '5 3',
      stroke: partColours.attention.line,
    });
  });

  it('has the colour of text where it belongs to no part', () => {
    expect(
      pathsOf([
        [
          [0, 0],
          [20, 0],
        ],
      ])[0]?.['stroke'],
    ).toBe('#123456');
  });
});
