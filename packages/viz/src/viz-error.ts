/**
 * What this package throws. The error family of seq2seq is recognised by a property rather than by `instanceof`, which fails
 * as soon as two copies of a package are installed; so a package that depends on none of the others can belong to it too.
 */
const marker = Symbol.for('seq2seq.error');

/** Something that cannot be drawn: the message says where, what was expected, what came and what to do. */
export class VizError extends Error {
  override readonly name: string = 'VizError';

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a caught value is a VizError, even one from another copy of this package. */
  static isInstance(value: unknown): value is VizError {
    return value instanceof Error && marker in value && value.name === 'VizError';
  }
}
