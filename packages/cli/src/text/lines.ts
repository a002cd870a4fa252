import { CorpusError } from '@seq2seq/text';

/** A line of the input with its number, from 1. */
export type NumberedLine = { readonly number: number; readonly text: string };

/** More characters than any line of text has; a file without line ends must not fill the memory. */
const longestLine = 1_000_000;

/**
 * Lines in groups as large as fit into what has arrived: a pipe is read in full groups, while somebody who waits for an answer before
 * sending the next line gets it. Lines end at "\n" alone (a "\r" before it is dropped): U+2028 and its like are text.
 *
 * @param chunks - UTF-8; bytes that are not become U+FFFD
 * @param size - most lines of a group
 * @param where - what to call the input in an error
 * @throws CorpusError at a line of more than a million characters
 */
export async function* batchesOfLines(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  where: string,
): AsyncGenerator<readonly NumberedLine[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  let waiting: NumberedLine[] = [];
  const take = (text: string): void => {
    waiting.push({ number: ++number, text: text.endsWith('\r') ? text.slice(0, -1) : text });
  };
  for await (const chunk of chunks) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() as string;
    pieces.forEach(take);
    while (waiting.length > 0) {
      yield waiting.slice(0, size);
      waiting = waiting.slice(size);
    }
    if (rest.length > longestLine) throw tooLong(where, number + 1);
  }
  rest += decoder.decode();
  if (rest) take(rest);
  if (waiting.length > 0) yield waiting;
}

const tooLong = (where: string, line: number): CorpusError =>
  new CorpusError(where, [
    {
      line,
      problem: `expected text in lines, got a line of more than ${longestLine.toLocaleString('en-US')} characters; is this the right file?`,
    },
  ]);
