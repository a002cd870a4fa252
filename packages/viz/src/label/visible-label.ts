/** Labels are tokens, and tokens may be anything: this makes each one visible and harmless to print. */

/** Controls, separators, text-direction marks, invisible characters and lone surrogates: never printed as they are. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u{AD}\u{200B}\u{2060}\u{FEFF}\u{FFFE}\u{FFFF}]/gu;

const shortNames: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The label with unprintable characters as escapes (`\n`, `\x1b`, `\u202e`), so that no label can move a cursor, change a
 * colour or break a document; a label of spaces alone as `␣`, so that it can be seen.
 */
export function visibleLabel(label: string): string {
  if (/^ +$/.test(label)) return '␣'.repeat(label.length);
  return label.replace(unprintable, (character) => shortNames[character] ?? escaped(character));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code <= 0xff ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
