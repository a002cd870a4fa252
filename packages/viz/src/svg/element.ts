/** SVG written as nested calls, so that what comes out is well-formed whatever goes in. */
import { visibleLabel } from '../label/visible-label.ts';

/** Finished markup, as opposed to text that still has to be escaped. */
export type Markup = { readonly markup: string };

export type Attributes = Readonly<Record<string, string | number>>;

/**
 * One element with its attributes and children.
 *
 * @param name - a fixed SVG element name, never user input
 * @param attributes - names are fixed, values are escaped; numbers are rounded to a hundredth of a unit
 * @param children - strings are text and are escaped
 */
export function element(name: string, attributes: Attributes, children: readonly (Markup | string)[] = []): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? Number(value.toFixed(2)) : escapeXml(value)}"`)
    .join('');
  const content = children.map((child) => (typeof child === 'string' ? escapeXml(child) : child.markup)).join('');
  return { markup: content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>` };
}

/** What is behind the drawing: a white sheet, or whatever the page has, with text in the page's colour. */
export type Background = 'white' | 'transparent';

/** The colour of text and axes on a background. */
export function inkOn(background: Background): string {
  return background === 'white' ? '#1f2328' : 'currentColor';
}

/**
 * The outermost element: self-contained, scalable, and one image to a screen reader.
 *
 * @param frame - size in pixels, the sentence a screen reader says, and what is behind
 */
export function svgDocument(
  frame: { readonly width: number; readonly height: number; readonly label: string; readonly background: Background },
  children: readonly Markup[],
): string {
  const width = Math.ceil(frame.width);
  const height = Math.ceil(frame.height);
  const sheet = frame.background === 'white' ? [element('rect', { width, height, fill: '#ffffff' })] : [];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': frame.label,
    'font-family': 'Helvetica, Arial, "DejaVu Sans", sans-serif',
    fill: inkOn(frame.background),
  };
  return element('svg', attributes, [...sheet, ...children]).markup;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 forbids can be written in no way at all, so they become visible escapes first. */
function escapeXml(text: string): string {
  return visibleLabel(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
