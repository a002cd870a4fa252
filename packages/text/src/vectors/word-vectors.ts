import { CorpusError, type CorpusProblem } from '../corpus/corpus-error.ts';
import { type FileHeader, headerOf, readLine } from './vector-line.ts';

/** Vectors that somebody else has trained, one for each word. */
export type WordVectors = {
  /** E */
  readonly size: number;
  /** [N] the words in the order of the file. */
  readonly words: readonly string[];
  /** [N, E] a row for each word. */
  readonly values: Float32Array;
  /** Words that came more than once, of which the first vector was taken. */
  readonly repeated: readonly string[];
};

export type WordVectorOptions = {
  /** Which words are wanted, for example `vocabulary.has`: large files then need little memory. Default: all. */
  readonly keep?: (word: string) => boolean;
};

/** Reads a file of word vectors piece by piece. */
export interface WordVectorReader {
  /** @param chunk - the next piece of the text, cut anywhere */
  read(chunk: string): void;
  /**
   * Everything that was read.
   *
   * @throws CorpusError that names every line that cannot be read, or a file that is cut off or empty
   */
  end(): WordVectors;
}

/**
 * Word vectors from the text format of word2vec, GloVe and fastText: a line for each word, word and numbers separated by single spaces or
 * tabs, behind a first line `N E` or none. Words with spaces in them cannot be told from numbers that are missing, and are refused. Of
 * words that come twice, the first vector counts. The numbers of words that are not wanted are counted but not looked at.
 *
 * @param text - the content of the file, or the pieces of it; for a stream, see `wordVectorReader`
 * @param where - the file's name, for the error
 * @throws CorpusError that names every line that cannot be read, or a file that is cut off or empty
 */
export function parseWordVectors(
  text: string | Iterable<string>,
  where: string,
  options: WordVectorOptions = {},
): WordVectors {
  const reader = wordVectorReader(where, options);
  for (const chunk of typeof text === 'string' ? [text] : text) reader.read(chunk);
  return reader.end();
}

/**
 * The same for text that comes in pieces: `for await (const chunk of stream) reader.read(chunk)`.
 *
 * @param where - the file's name, for the error
 */
export function wordVectorReader(where: string, { keep = () => true }: WordVectorOptions = {}): WordVectorReader {
  const vectors = new Map<string, Float32Array>();
  const repeated = new Set<string>();
  const problems: CorpusProblem[] = [];
  let header: FileHeader | undefined;
  let size: number | undefined;
  let count = 0;
  let line = 0;
  let rest = '';

  const readOne = (text: string): void => {
    line++;
    const content = (line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/[ \t\r]+$/, '');
    if (content === '') return;
    if (line === 1) {
      header = headerOf(content);
      size = header?.size;
      if (header) return;
    }
    count++;
    const result = readLine(content, size, keep);
    if (typeof result === 'string') {
      problems.push({ line, problem: result });
      return;
    }
    size = result.size;
    if (!result.vector) return;
    if (vectors.has(result.word)) repeated.add(result.word);
    else vectors.set(result.word, result.vector);
  };

  return {
    read: (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) readOne(text);
    },
    end: () => {
      if (rest !== '') readOne(rest);
      rest = '';
      if (count === 0) {
        problems.push({ line: 0, problem: 'expected a line for each word, got none; is this the right file?' });
      } else if (header && header.count !== count) {
        const problem = `expected ${header.count} words as its first line says, got ${count}; the file is cut off: copy it again`;
        problems.push({ line: 0, problem });
      }
      if (problems.length > 0) throw new CorpusError(where, problems);
      const width = size ?? 0;
      const values = new Float32Array(vectors.size * width);
      [...vectors.values()].forEach((vector, row) => values.set(vector, row * width));
      return { size: width, words: [...vectors.keys()], values, repeated: [...repeated] };
    },
  };
}
