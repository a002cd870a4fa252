import { CorpusError } from '@seq2seq/text';

/**
 * The text of a file, which must be UTF-8: read otherwise, half of its letters would silently become the same sign.
 *
 * @throws CorpusError that names the first line that is not
 */
export const decodeUtf8 = (bytes: Uint8Array, where: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CorpusError(where, [
      {
        line: firstLineWithout(bytes),
        problem: 'expected UTF-8, got bytes that are not; save the file as UTF-8 (iconv -t UTF-8 can)',
      },
    ]);
  }
};

const firstLineWithout = (bytes: Uint8Array): number => {
  let start = 0;
  for (let line = 1; start <= bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return 0;
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
