/** Text measured in terminal columns: a Latin letter takes one, a Chinese character or an emoji two, an accent none. */
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter('en');

/** The characters as a reader counts them: a letter stays with its accents, an emoji with its parts. */
export function characters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The widest of several texts, in terminal columns. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, stringWidth(text)), 0);
}

/** The text itself if it fits into `width` columns, else its beginning and `…`. */
export function cutToWidth(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of characters(text)) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text with spaces added to `width` columns, at the right, at the left, or on both sides. */
export function pad(text: string, width: number, align: 'left' | 'right' | 'centre'): string {
  const room = Math.max(0, width - stringWidth(text));
  const before = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}
