/**
 * What this package throws. The error family of seq2seq is recognised by a property rather than by `instanceof`, which fails
 * as soon as two copies of a package are installed; so a package without dependencies can belong to the family too.
 */
const marker = Symbol.for('seq2seq.error');

const names: ReadonlySet<string> = new Set(['TextError', 'VocabularyError', 'CorpusError']);

/** Input or options that `@seq2seq/text` cannot work with: the message says where, what was expected, what came and what to do. */
export class TextError extends Error {
  override readonly name: string = 'TextError';

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a caught value is an error of this package, even one from another copy of it. */
  static isInstance(value: unknown): value is TextError {
    return isMarked(value) && names.has(value.name);
  }
}

/** Whether a caught value belongs to the error family of seq2seq. For the `isInstance` of the classes here. */
export function isMarked(value: unknown): value is Error {
  return value instanceof Error && marker in value;
}
