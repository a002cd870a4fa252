// One line of a file of word vectors.

/** What the first line of word2vec's format says: N and E. */
export type FileHeader = { readonly count: number; readonly size: number };

/** Two whole numbers; a word with a vector of one number would look the same, but is of no use. */
export function headerOf(line: string): FileHeader | undefined {
  const [, count, size] = /^(\d+)[ \t](\d+)$/.exec(line) ?? [];
  return count === undefined || size === undefined ? undefined : { count: Number(count), size: Number(size) };
}

/** A line that can be read; the vector is absent if the word is not wanted. */
export type VectorLine = { readonly word: string; readonly size: number; readonly vector?: Float32Array };

/**
 * @param size - E, if it is known already
 * @returns the line, or what is wrong with it
 */
export function readLine(line: string, size: number | undefined, keep: (word: string) => boolean): VectorLine | string {
  const [word = '', ...fields] = line.split(/[ \t]/);
  if (word === '') return `expected a word at the start of the line, got a space in ${excerpt(line)}; delete it`;
  if (fields.length === 0) return `expected a word and its numbers, got ${excerpt(line)} alone; is the line cut off?`;
  if (size !== undefined && fields.length !== size) {
    const remedy =
      fields.length < size ? 'is the line cut off?' : 'a word must not hold a space, nor two stand in a row';
    return `expected ${size} numbers after the word, got ${fields.length} in ${excerpt(line)}; ${remedy}`;
  }
  // Where the width is not known yet, a word with a space in it would make it one too large.
  if (size !== undefined && !keep(word)) return { word, size };
  const vector = Float32Array.from(fields, Number);
  const wrong = fields.findIndex((field, i) => field === '' || !Number.isFinite(vector[i]));
  if (wrong >= 0) {
    return `expected a number, got ${JSON.stringify(fields[wrong])} as number ${wrong + 1} in ${excerpt(line)}; correct or delete it`;
  }
  return keep(word) ? { word, size: fields.length, vector } : { word, size: fields.length };
}

/** Enough of a line to recognise it. */
function excerpt(line: string): string {
  const characters = Array.from(line.slice(0, 200));
  return JSON.stringify(characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : line);
}
