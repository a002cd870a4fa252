/**
 * A reader for the part of XML that an SVG drawing uses, which forgives nothing: an independent judge of well-formedness.
 *
 * @see W3C, Extensible Markup Language 1.0, section 2
 */

/** One element with its decoded attributes and children; text is a plain string. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
};

const namePattern = /^[A-Za-z_][\w.:-]*/;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Section 2.2: what may not appear in a document at all. The u flag makes a lone surrogate one character. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * The root element of a document.
 *
 * @throws Error that says at which character the document stops being XML
 */
export function parseXml(document: string): XmlElement {
  const bad = forbidden.exec(document);
  if (bad) throw new Error(`character ${bad.index}: U+${bad[0].codePointAt(0)?.toString(16)} is not allowed in XML`);
  const [root, end] = parseElement(document, 0);
  if (end !== document.length) throw new Error(`character ${end}: something follows the root element`);
  return root;
}

/** All elements of a name, in the order of the document. */
export function elementsNamed(root: XmlElement, name: string): XmlElement[] {
  const inside = root.children.flatMap((child) => (typeof child === 'string' ? [] : elementsNamed(child, name)));
  return root.name === name ? [root, ...inside] : inside;
}

/** The text inside an element and its children, joined. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function parseElement(document: string, start: number): [XmlElement, number] {
  let at = expect(document, start, '<');
  const name = nameAt(document, at);
  at += name.length;
  const attributes = new Map<string, string>();
  for (;;) {
    const space = /^\s*/.exec(document.slice(at))?.[0].length ?? 0;
    if (document.startsWith('/>', at + space)) return [{ name, attributes, children: [] }, at + space + 2];
    if (document[at + space] === '>') return parseContent(document, at + space + 1, name, attributes);
    if (space === 0) throw new Error(`character ${at}: expected a space before an attribute of <${name}>`);
    at += space;
    const key = nameAt(document, at);
    if (attributes.has(key)) throw new Error(`character ${at}: <${name}> has ${key} twice`);
    at = expect(document, at + key.length, '="');
    const end = document.indexOf('"', at);
    if (end < 0) throw new Error(`character ${at}: the value of ${key} has no end`);
    attributes.set(key, decode(document.slice(at, end), at));
    at = end + 1;
  }
}

function parseContent(
  document: string,
  start: number,
  name: string,
  attributes: ReadonlyMap<string, string>,
): [XmlElement, number] {
  const children: (XmlElement | string)[] = [];
  let at = start;
  for (;;) {
    const next = document.indexOf('<', at);
    if (next < 0) throw new Error(`character ${at}: <${name}> is not closed`);
    if (next > at) children.push(decode(document.slice(at, next), at));
    if (document.startsWith('</', next)) {
      return [{ name, attributes, children }, expect(document, next, `</${name}>`)];
    }
    const [child, end] = parseElement(document, next);
    children.push(child);
    at = end;
  }
}

function decode(text: string, at: number): string {
  if (text.includes('<')) throw new Error(`character ${at}: a bare < in a value`);
  return text.replace(/&([^;]*);?/g, (whole, entity: string) => {
    if (!whole.endsWith(';')) throw new Error(`character ${at}: a bare & in "${text}"`);
    if (/^#\d+$/.test(entity)) return String.fromCodePoint(Number(entity.slice(1)));
    const character = entities[entity];
    if (character === undefined) throw new Error(`character ${at}: ${whole} is not an entity of XML`);
    return character;
  });
}

function nameAt(document: string, at: number): string {
  const name = namePattern.exec(document.slice(at, at + 64))?.[0];
  if (name === undefined) throw new Error(`character ${at}: expected a name, got "${document.slice(at, at + 10)}"`);
  return name;
}

function expect(document: string, at: number, wanted: string): number {
  if (document.startsWith(wanted, at)) return at + wanted.length;
  throw new Error(`character ${at}: expected ${wanted}, got "${document.slice(at, at + 10)}"`);
}
