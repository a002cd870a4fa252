import { Seq2SeqError } from '@seq2seq/core';

/** Training cannot go on as it is: the loss is not a number, or the batches are not what the loop was promised. */
export class TrainingError extends Seq2SeqError {
  override name: string = 'TrainingError';
  /** The step that could not be done, counted from 1. */
  readonly step: number;

  constructor(message: string, step: number, options?: ErrorOptions) {
    super(message, options);
    this.step = step;
  }

  /** Whether a caught value is a TrainingError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is TrainingError {
    return Seq2SeqError.isInstance(value) && value.name === 'TrainingError';
  }
}
