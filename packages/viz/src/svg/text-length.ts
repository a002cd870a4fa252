/** How long a text will be, guessed without the font, which only the viewer knows. */
import stringWidth from 'string-width';
import { characters } from '../label/text-columns.ts';

/** Room for capitals in common sans-serif fonts: a guess too long costs some blank, one too short cuts letters off. */
const emPerNarrowCharacter = 0.65;
/** Chinese, Japanese and Korean characters and emoji fill a square. */
const emPerWideCharacter = 1;

/** The longest of several texts in pixels, on the safe side. */
export function textLength(texts: readonly string[], fontSize: number): number {
  return texts.reduce((longest, text) => Math.max(longest, emLength(text)), 0) * fontSize;
}

/** Most tokens and all numbers: nothing that must be taken apart before it is measured. */
const narrow = /^[ -~\u{2212}]*$/u;

function emLength(text: string): number {
  if (narrow.test(text)) return text.length * emPerNarrowCharacter;
  return characters(text).reduce((sum, character) => {
    const columns = stringWidth(character);
    return sum + (columns === 2 ? emPerWideCharacter : columns * emPerNarrowCharacter);
  }, 0);
}
