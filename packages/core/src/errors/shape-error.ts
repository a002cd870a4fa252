import { isMarked, Seq2SeqError } from './seq2seq-error.ts';

/** A tensor does not have the shape that a public function asks for. */
export class ShapeError extends Seq2SeqError {
  override name: string = 'ShapeError';

  /** For example `[B, Q]`. */
  readonly expected: string;
  readonly actual: readonly number[];

  constructor(message: string, expected: string, actual: readonly number[]) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }

  /** Whether a caught value is a ShapeError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is ShapeError {
    return isMarked(value) && value.name === 'ShapeError';
  }
}
