import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../../testing/strict-xml.ts';
import { type Curve, svgCurve, type SvgCurveOptions } from './svg-curve.ts';

const curve: Curve = {
  title: 'Training',
  xLabel: 'step',
  yLabel: 'loss',
  series: [
    {
      name: 'training',
      points: [
        [0, 4],
        [500, 2],
        [1000, 1],
      ],
    },
    {
      name: 'validation',
      points: [
        [0, 3.5],
        [1000, 1.5],
      ],
    },
  ],
};

const draw = (change: Partial<Curve> = {}, options?: SvgCurveOptions): XmlElement =>
  parseXml(svgCurve({ ...curve, ...change }, options));

const placesOf = (line: XmlElement | undefined): number[][] =>
  (line?.attributes.get('points') ?? '').split(' ').map((place) => place.split(',').map(Number));

const textsOf = (root: XmlElement): string[] => elementsNamed(root, 'text').map(textOf);

/** Where the mark with this label stands, read from the drawing. */
function markAt(root: XmlElement, label: string, side: 'x' | 'y'): number {
  const mark = elementsNamed(root, 'text').find(
    (text) => textOf(text) === label && text.attributes.get('text-anchor') === (side === 'x' ? 'middle' : 'end'),
  );
  return Number(mark?.attributes.get(side));
}

/** How many marks with round numbers the horizontal axis of a drawing has. */
const marks = (width: number): number =>
  textsOf(draw({}, { width })).filter((text) => /^[\d,]+0+$|^0$/.test(text)).length;

describe('svgCurve', () => {
  it('draws one line per series through all its points', () => {
    const lines = elementsNamed(draw(), 'polyline');
    expect(lines.map((line) => placesOf(line).length)).toEqual([3, 2]);
    expect(new Set(lines.map((line) => line.attributes.get('stroke'))).size).toBe(2);
  });

  it('puts points where the marks of the axes say', () => {
    const root = draw();
    const [first, middle, last] = placesOf(elementsNamed(root, 'polyline')[0]);
    expect(first).toEqual([markAt(root, '0', 'x'), markAt(root, '4.0', 'y')]);
    expect(middle![1]).toBeCloseTo(markAt(root, '2.0', 'y'), 1);
    expect(last).toEqual([markAt(root, '1,000', 'x'), markAt(root, '1.0', 'y')]);
  });

  it('shows title, axis names and the legend', () => {
    expect(textsOf(draw())).toEqual(expect.arrayContaining(['Training', 'step', 'loss', 'training', 'validation']));
    expect(draw().attributes.get('aria-label')).toBe('Training: loss over step, training, validation');
  });

  it('keeps hostile names as text', () => {
    const root = draw({ title: '</svg>', series: [{ name: '<b>&"', points: [[0, 1]] }] });
    expect(textsOf(root)).toEqual(expect.arrayContaining(['</svg>', '<b>&"']));
    expect(elementsNamed(root, 'b')).toHaveLength(0);
  });

  it('shows a single point as a dot and skips an empty series', () => {
    const root = draw({
      series: [
        { name: 'one', points: [[3, 2]] },
        { name: 'none', points: [] },
      ],
    });
    const [dot] = elementsNamed(root, 'circle');
    expect(Number(dot?.attributes.get('cx'))).toBeCloseTo(markAt(root, '3.0', 'x'), 1);
    expect(Number(dot?.attributes.get('cy'))).toBeCloseTo(markAt(root, '2.0', 'y'), 1);
    expect(elementsNamed(root, 'polyline')).toHaveLength(0);
    expect(textsOf(root)).toContain('none');
  });

  it('tells more series than it has colours apart', () => {
    const series = Array.from({ length: 15 }, (_, index) => ({
      name: `s${index}`,
      points: [
        [0, 0],
        [1, index],
      ] as const,
    }));
    const looks = elementsNamed(draw({ series }), 'polyline').map(
      (line) => `${line.attributes.get('stroke')} ${line.attributes.get('stroke-dasharray')}`,
    );
    expect(new Set(looks).size).toBe(15);
  });

  it('puts fewer marks on a narrow axis', () => {
    expect(marks(260)).toBeLessThan(marks(900));
  });

  it('refuses what cannot be drawn, saying what to do', () => {
    expect(() => svgCurve({ ...curve, series: [] })).toThrow('expected at least one point');
    expect(() =>
      svgCurve({
        ...curve,
        series: [
          {
            name: 'a\n',
            points: [
              [0, 1],
              [1, NaN],
            ],
          },
        ],
      }),
    ).toThrow('series "a\\n" has [1,NaN] as point 1; leave out what is not finite');
    expect(() => svgCurve(curve, { height: 120 })).toThrow(/640 × 120 pixels leave \d+ × -?\d+ .* give more/);
    expect(() => svgCurve(curve, { width: Infinity })).toThrow('svgCurve: Infinity');
  });
});
