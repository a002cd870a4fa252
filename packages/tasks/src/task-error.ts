/**
 * What this package throws. The error family of seq2seq is recognised by a property rather than by `instanceof`, which fails
 * as soon as two copies of a package are installed.
 */
const marker = Symbol.for('seq2seq.error');

/** Options from which a task cannot make its data. Carries every problem found, not only the first. */
export class TaskError extends Error {
  override readonly name: string = 'TaskError';
  /** One sentence per problem: expected, got, what to do. */
  readonly problems: readonly string[];

  /**
   * @param where - the function concerned, which opens the message
   * @param problems - one or more sentences: expected, got, what to do
   */
  constructor(where: string, problems: readonly string[]) {
    super(`${where}: ${problems.join('\n  ')}`);
    this.problems = problems;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a caught value is a TaskError, even one from another copy of this package. */
  static isInstance(value: unknown): value is TaskError {
    return value instanceof Error && marker in value && value.name === 'TaskError';
  }
}
