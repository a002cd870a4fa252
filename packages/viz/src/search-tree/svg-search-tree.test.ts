import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../../testing/strict-xml.ts';
import { overlap, type Rectangle } from '../diagram/__fixtures__/rectangles.ts';
import { randomTrace, tokenLabels, traceShapes } from './__fixtures__/random-traces.ts';
import { smallOptions, smallTrace } from './__fixtures__/small-trace.ts';
import { textsOfSvg } from './__fixtures__/texts-of-svg.ts';
import { svgSearchTree, type SvgSearchTreeOptions } from './svg-search-tree.ts';

const draw = (options: Partial<SvgSearchTreeOptions> = {}): XmlElement =>
  parseXml(svgSearchTree(smallTrace, { ...smallOptions, ...options }));

const attributeOf = (element: XmlElement, name: string): string | undefined => element.attributes.get(name);

const roomOf = (rect: XmlElement): Rectangle => {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(attributeOf(rect, name)));
  return { x: x!, y: y!, width: width!, height: height! };
};

const isWithin = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01;

/** The group of a node: the one whose tooltip is this. */
const nodeOf = (root: XmlElement, description: RegExp): XmlElement => {
  const isTitle = (child: XmlElement | string): boolean =>
    typeof child !== 'string' && child.name === 'title' && description.test(textOf(child));
  return elementsNamed(root, 'g').find(({ children }) => children[0] !== undefined && isTitle(children[0]))!;
};

describe('svgSearchTree', () => {
  it('is well-formed, lets no text touch another and cuts none off, whatever the search and its tokens', () => {
    fc.assert(
      fc.property(traceShapes, tokenLabels, fc.nat(3), (shape, labels, prunedPerRow) => {
        const labelOf = (token: number): string => labels[token]!;
        const title = labels[0]!.slice(0, 30);
        const root = parseXml(svgSearchTree(randomTrace(shape), { labelOf, prunedPerRow, title }));
        const texts = textsOfSvg(root).toSorted((a, b) => a.x - b.x);
        const sheet = {
          x: 0,
          y: 0,
          width: Number(attributeOf(root, 'width')),
          height: Number(attributeOf(root, 'height')),
        };
        expect(texts.filter((text) => !isWithin(text, sheet))).toEqual([]);
        for (const [index, one] of texts.entries()) {
          for (const other of texts.slice(index + 1)) {
            if (other.x > one.x + one.width) break;
            if (overlap(one, other)) expect.fail(`${one.text} on ${other.text}`);
          }
        }
      }),
      { seed: 1, numRuns: 80 },
    );
  });

  it('keeps the texts of a token within its box', () => {
    const long = draw({ labelOf: (token) => ['</s>', 'Donaudampfschifffahrtsgesellschaft', 'שלום'][token]! });
    const isBox = (child: XmlElement | string): child is XmlElement =>
      typeof child !== 'string' && child.name === 'rect';
    for (const root of [draw(), long]) {
      const tokens = elementsNamed(root, 'g').filter(
        (group) =>
          elementsNamed(group, 'g').length === 1 &&
          elementsNamed(group, 'title').length === 1 &&
          group.children.some(isBox),
      );
      expect(tokens).toHaveLength(12); // the beginning and eleven candidates
      for (const token of tokens) {
        const box = roomOf(token.children.find(isBox)!);
        const texts = textsOfSvg(token, new Map([['font-size', '13']]));
        expect(texts.length).toBeGreaterThan(0);
        expect(texts.filter((text) => !isWithin(text, box))).toEqual([]);
      }
    }
    expect(textsOfSvg(long).map(({ text }) => text)).toContain('Donaudampfsch…');
    expect(elementsNamed(long, 'title').map(textOf)).toContainEqual(expect.stringContaining('gesellschaft'));
    expect(textsOfSvg(long).map(({ text }) => text)).toContain('שלום');
  });

  it('tells outcomes apart without colour: by dashes, by a bar at the end, by thickness', () => {
    const root = draw();
    const boxOf = (description: RegExp) => elementsNamed(nodeOf(root, description), 'rect');
    const [kept] = boxOf(/^b: /);
    const [pruned] = boxOf(/^a b: /);
    const [won, bar, ...others] = boxOf(/^a a <\/s>: /);
    expect(attributeOf(kept!, 'stroke-dasharray')).toBeUndefined();
    expect(attributeOf(pruned!, 'stroke-dasharray')).toBe('4 3');
    expect(attributeOf(pruned!, 'fill')).toBe('none');
    expect(Number(attributeOf(won!, 'stroke-width'))).toBeGreaterThan(2 * Number(attributeOf(kept!, 'stroke-width')));
    expect(others).toEqual([]);
    expect(roomOf(bar!).x + roomOf(bar!).width).toBe(roomOf(won!).x + roomOf(won!).width);
    const bold = elementsNamed(root, 'text').filter((text) => attributeOf(text, 'font-weight') === '700');
    expect(bold.map(textOf)).toEqual(['<s>', 'a', 'a', '</s>']);
    const dashed = elementsNamed(root, 'path').filter((path) => attributeOf(path, 'stroke-dasharray') === '4 3');
    expect(dashed).toHaveLength(3);
  });

  it('says in words what it shows', () => {
    const root = draw({ title: 'A beam of 2' });
    expect(attributeOf(root, 'role')).toBe('img');
    expect(attributeOf(root, 'aria-label')).toBe('A beam of 2');
    const [title, description] = root.children.filter((child) => typeof child !== 'string' && child.name !== 'rect');
    expect([title, description].map((child) => (child as XmlElement).name)).toEqual(['title', 'desc']);
    expect(textOf(title as XmlElement)).toBe('A beam of 2');
    expect(textOf(description as XmlElement)).toBe(
      'A search of 3 steps that looked at 11 candidates. ' +
        'Result 1: a a </s>, log P −3.00, length 3, score −1.00. Result 2: b a </s>, log P −6.00, length 3, score −2.00.',
    );
  });

  it('explains what it uses, and nothing else', () => {
    const legendOf = (root: XmlElement) =>
      textsOfSvg(root)
        .map(({ text }) => text)
        .slice(-5);
    expect(legendOf(draw())).toEqual([
      'way to the best result',
      'kept',
      'ended',
      'pruned, with its rank among all candidates of the step',
      'numbers: log-probability so far, in nats',
    ]);
    expect(legendOf(draw({ prunedPerRow: 0 })).join()).not.toContain('with its rank');
  });

  it('draws a search of no steps', () => {
    const root = parseXml(svgSearchTree([], smallOptions));
    expect(textsOfSvg(root).map(({ text }) => text)).toEqual(['Search', '<s>']);
    expect(textOf(elementsNamed(root, 'desc')[0]!)).toBe(
      'A search of 0 steps that looked at 0 candidates. It found nothing.',
    );
  });

  it('has a white sheet and dark text, or the colour of the text around it', () => {
    const isSheet = (child: XmlElement | string | undefined): boolean =>
      typeof child === 'object' && child.name === 'rect' && attributeOf(child, 'fill') === '#ffffff';
    expect(isSheet(draw().children[0])).toBe(true);
    const transparent = draw({ background: 'transparent' });
    expect(transparent.children.some(isSheet)).toBe(false);
    expect(attributeOf(transparent, 'fill')).toBe('currentColor');
    const [pruned] = elementsNamed(nodeOf(transparent, /^a b: /), 'rect');
    expect(attributeOf(pruned!, 'stroke')).toBe('currentColor');
  });

  it('keeps hostile tokens as text', () => {
    const root = draw({ labelOf: () => '</text><script>\u{202E}\n', startLabel: '&' });
    expect(elementsNamed(root, 'script')).toEqual([]);
    expect(textsOfSvg(root).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^<\/text><s.*…$/));
    expect(elementsNamed(root, 'title').map(textOf)).toContainEqual(
      expect.stringContaining('</text><script>\\u202e\\n'),
    );
  });
});
