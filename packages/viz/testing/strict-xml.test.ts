import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf } from './strict-xml.ts';

describe('parseXml', () => {
  it('reads elements, attributes, entities and text', () => {
    const root = parseXml('<a b="1 &amp; &#50;"><c/>x &lt; y<c>z</c></a>');
    expect(root.attributes.get('b')).toBe('1 & 2');
    expect(elementsNamed(root, 'c')).toHaveLength(2);
    expect(textOf(root)).toBe('x < yz');
  });

  it.each([
    ['an element left open', '<a><b></a>'],
    ['an element never closed', '<a>'],
    ['a bare ampersand', '<a>R&D</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare < in a value', '<a b="<"/>'],
    ['a quote inside a value', '<a b="say "hi""/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['attributes without a space', '<a b="1"c="2"/>'],
    ['two roots', '<a/><b/>'],
    ['a control character', '<a>\u{1B}</a>'],
    ['a lone surrogate', '<a>\u{D800}</a>'],
  ])('refuses %s', (_, document) => {
    expect(() => parseXml(document)).toThrow(/^character \d+/);
  });
});
