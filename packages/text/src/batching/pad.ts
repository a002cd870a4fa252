import { TextError } from '../text-error.ts';

/** Sequences of unequal length as one rectangle, ready to become two tensors. */
export type PaddedSequences = {
  /** [rows, columns] row after row. */
  readonly ids: Int32Array;
  /** [rows, columns] 1 where a token is real, 0 where it is padding. */
  readonly mask: Float32Array;
  /** [rows] real tokens of each sequence. */
  readonly lengths: Int32Array;
  readonly rows: number;
  /** The longest length, or `minimumLength` if that is greater. */
  readonly columns: number;
};

/**
 * Fills sequences up on the right, so that a batch becomes one tensor.
 *
 * @param pad - the id to fill with
 * @param options - `minimumLength`: columns at least, where a model needs room (default 0)
 * @throws TextError if `minimumLength` is not a count or an id is not a 32-bit integer
 */
export function padSequences(
  sequences: readonly (readonly number[])[],
  pad: number,
  options: { readonly minimumLength?: number } = {},
): PaddedSequences {
  const { minimumLength = 0 } = options;
  if (!(Number.isInteger(minimumLength) && minimumLength >= 0)) {
    throw new TextError(
      `padSequences: expected minimumLength to be an integer of at least 0, got ${minimumLength}; leave it out for the longest length`,
    );
  }
  const rows = sequences.length;
  const lengths = Int32Array.from(sequences, (sequence) => sequence.length);
  const columns = lengths.reduce((longest, length) => Math.max(longest, length), minimumLength);
  const ids = new Int32Array(rows * columns).fill(pad);
  const mask = new Float32Array(rows * columns);
  sequences.forEach((sequence, row) => {
    checkIds(sequence, row);
    ids.set(sequence, row * columns);
    mask.fill(1, row * columns, row * columns + sequence.length);
  });
  return { ids, mask, lengths, rows, columns };
}

/** An Int32Array would take 1.5 or undefined without a word and hold another token. */
function checkIds(sequence: readonly number[], row: number): void {
  const position = sequence.findIndex((id) => (id | 0) !== id);
  if (position >= 0) {
    throw new TextError(
      `padSequences: expected 32-bit integers, got ${sequence[position]} at position ${position} of sequence ${row}; pass ids from a vocabulary`,
    );
  }
}
