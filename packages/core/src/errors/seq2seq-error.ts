const marker = Symbol.for('seq2seq.error');

/**
 * The family of all errors that seq2seq raises on purpose: bad input, sizes that do not fit, damaged files.
 *
 * Recognise one by {@link Seq2SeqError.isInstance} and not by `instanceof`, which fails between two copies of a package.
 */
export class Seq2SeqError extends Error {
  override name: string = 'Seq2SeqError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a caught value is an error of seq2seq, of whatever kind and package. */
  static isInstance(value: unknown): value is Seq2SeqError {
    return isMarked(value);
  }
}

/** Whether a caught value bears the mark of the family. For the `isInstance` of each kind. */
export const isMarked = (value: unknown): value is Error => value instanceof Error && marker in value;
