import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml, textOf } from '../../testing/strict-xml.ts';
import { element, svgDocument } from './element.ts';

describe('element', () => {
  it('escapes text and attribute values, rounds numbers, closes what is empty', () => {
    expect(element('text', { x: 1 / 3, id: '"<&>\'' }, ['a < b & c']).markup).toBe(
      '<text x="0.33" id="&quot;&lt;&amp;&gt;&#39;">a &lt; b &amp; c</text>',
    );
    expect(element('rect', { x: -0, y: 2 }).markup).toBe('<rect x="0" y="2"/>');
  });

  it('nests markup unescaped', () => {
    expect(element('g', {}, [element('title', {}, ['x'])]).markup).toBe('<g><title>x</title></g>');
  });

  it('is well-formed and gives printable text back, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (attribute, text) => {
        const root = parseXml(element('text', { 'aria-label': attribute }, [`.${text}`]).markup);
        expect(textOf(root)).toBe(`.${text}`);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('svgDocument', () => {
  it('is one image with a name and a white sheet, unless asked to be transparent', () => {
    const frame = { width: 10.2, height: 20, label: 'A & B' };
    const white = parseXml(svgDocument({ ...frame, background: 'white' }, []));
    expect(Object.fromEntries(white.attributes)).toMatchObject({
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: '0 0 11 20',
      role: 'img',
      'aria-label': 'A & B',
    });
    expect(white.children).toHaveLength(1);
    const transparent = parseXml(svgDocument({ ...frame, background: 'transparent' }, []));
    expect(transparent.children).toHaveLength(0);
    expect(transparent.attributes.get('fill')).toBe('currentColor');
  });
});
