/**
 * What this package throws. The error family of seq2seq is recognised by a property rather than by `instanceof`, which fails
 * as soon as two copies of a package are installed; so a package without dependencies can belong to the family too.
 */
const marker = Symbol.for('seq2seq.error');

/** Outputs that cannot be scored: the message says where, what was expected, what came and what to do. */
export class MetricError extends Error {
  override readonly name: string = 'MetricError';

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a caught value is a MetricError, even one from another copy of this package. */
  static isInstance(value: unknown): value is MetricError {
    return value instanceof Error && marker in value && value.name === 'MetricError';
  }
}
