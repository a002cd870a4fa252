import { Seq2SeqError } from './seq2seq-error.ts';

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
}
