import { isMarked, Seq2SeqError } from './seq2seq-error.ts';

/** A saved model that is damaged, incomplete or made for another model. */
export class CheckpointError extends Seq2SeqError {
  override name: string = 'CheckpointError';

  /** One line for each thing that does not fit. */
  readonly mismatches: readonly string[];

  constructor(message: string, mismatches: readonly string[] = []) {
    super(message);
    this.mismatches = mismatches;
  }

  /** Whether a caught value is a CheckpointError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is CheckpointError {
    return isMarked(value) && value.name === 'CheckpointError';
  }
}
