/**
 * One spelling for texts that mean the same: Unicode normal form C, so that "é" is one character however it was typed, and
 * U+FFFD for half a surrogate pair, which is no character and would not survive being written to a file.
 *
 * @see Unicode Standard Annex #15, Unicode Normalization Forms
 */
export function normalizeText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD').normalize('NFC');
}
