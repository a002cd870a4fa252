// The error family of seq2seq is recognised by this property, so a package without dependencies can belong to it.
const marker = Symbol.for('seq2seq.error');

/** Where in a search something was wrong; each part is present only where it is known. */
export type SearchErrorDetails = {
  /** The option or value that was wrong, for example `beam.width`. */
  readonly path?: string;
  /** The search step, counted from 0. */
  readonly step?: number | undefined;
  /** The row of the batch at that step, counted from 0. */
  readonly row?: number;
  readonly expected?: unknown;
  readonly actual?: unknown;
};

/**
 * A task, an option, a model's answer or a strategy's choice that cannot be searched with. The message says where, what was
 * expected, what came and what to do; the same facts are in the fields.
 */
export class SearchError extends Error {
  override readonly name: string = 'SearchError';
  readonly path: string | undefined;
  readonly step: number | undefined;
  readonly row: number | undefined;
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, details: SearchErrorDetails = {}) {
    super(message);
    Object.defineProperty(this, marker, { value: true });
    this.path = details.path;
    this.step = details.step;
    this.row = details.row;
    this.expected = details.expected;
    this.actual = details.actual;
  }

  /** Like `instanceof`, and true as well for an error from another copy of this package. */
  static isInstance(value: unknown): value is SearchError {
    return value instanceof Error && marker in value && value.name === 'SearchError';
  }
}
