/** Text made to fit: wrapped at spaces, and cut with an ellipsis where even that is not enough. */
import { characters } from '../label/text-columns.ts';
import { visibleLabel } from '../label/visible-label.ts';
import { textLength } from '../svg/text-length.ts';

/**
 * The text itself if it is at most `width` pixels long, else its beginning and `…`.
 *
 * @param label - any text; what cannot be printed is shown as an escape
 */
export function cutToLength(label: string, width: number, fontSize: number): string {
  const text = visibleLabel(label);
  if (textLength([text], fontSize) <= width) return text;
  let kept = '';
  let room = width - textLength(['…'], fontSize);
  for (const character of characters(text)) {
    room -= textLength([character], fontSize);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * The text in lines of at most `width` pixels, broken at spaces; what does not fit into `maximumLines` is cut.
 *
 * @param label - any text; what cannot be printed is shown as an escape
 */
export function wrapToLength(label: string, width: number, fontSize: number, maximumLines: number): string[] {
  const words = visibleLabel(label).split(/ +/).filter(Boolean);
  const lines: string[] = [];
  for (const word of words) {
    const joined = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    // On the last line everything that is left is joined, so that the cut shows that something is missing.
    if (lines.length === maximumLines || (lines.length > 0 && textLength([joined], fontSize) <= width)) {
      lines[lines.length - 1] = joined;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => cutToLength(line, width, fontSize));
}
