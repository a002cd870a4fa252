/** What a viewer of an SVG drawing sees of its texts: where each stands and how much room it takes. */
import { type XmlElement, textOf } from '../../../testing/strict-xml.ts';
import type { Rectangle } from '../../diagram/__fixtures__/rectangles.ts';
import { textLength } from '../../svg/text-length.ts';

export type TextRoom = Rectangle & { readonly text: string };

/** All texts with their rooms; letters are about as high as the font is large. Sizes and anchors may be those of an element around. */
export function textsOfSvg(element: XmlElement, inherited: ReadonlyMap<string, string> = new Map()): TextRoom[] {
  const attributes = new Map([...inherited, ...element.attributes]);
  if (element.name !== 'text') {
    return element.children.flatMap((child) => (typeof child === 'string' ? [] : textsOfSvg(child, attributes)));
  }
  const title = element.children.find((child) => typeof child !== 'string' && child.name === 'title');
  const text = textOf(element).slice(typeof title === 'object' ? textOf(title).length : 0);
  const fontSize = Number(attributes.get('font-size'));
  const width = textLength([text], fontSize);
  const shares: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };
  const share = shares[attributes.get('text-anchor') ?? 'start']!;
  const y = Number(element.attributes.get('y'));
  // With dy, y is the middle of the letters; without, their baseline.
  const top = element.attributes.has('dy') ? y - fontSize / 2 : y - 0.85 * fontSize;
  return [{ text, x: Number(element.attributes.get('x')) - width * share, y: top, width, height: fontSize }];
}
