import { Seq2SeqError } from './seq2seq-error.ts';

/** A tensor does not have the shape that a public function asks for. */
export class ShapeError extends Seq2SeqError {
  override name: string = 'ShapeError';

  constructor(
    message: string,
    /** For example `[B, Q]`. */
    readonly expected: string,
    readonly actual: readonly number[],
  ) {
    super(message);
  }
}
