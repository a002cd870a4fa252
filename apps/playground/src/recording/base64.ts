// Bytes in JSON.

/** Letters that are made at once: an argument list has an end. */
const atOnce = 8192;

export const toBase64 = (bytes: Uint8Array): string => {
  let letters = '';
  for (let from = 0; from < bytes.length; from += atOnce) {
    letters += String.fromCharCode(...bytes.subarray(from, from + atOnce));
  }
  return btoa(letters);
};

/** @throws Error if it is no base64 */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.codePointAt(0)!);
