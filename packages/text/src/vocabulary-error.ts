import { isMarked, TextError } from './text-error.ts';

/** A vocabulary that cannot be, or a question it cannot answer. Carries every problem found, not only the first. */
export class VocabularyError extends TextError {
  override readonly name: string = 'VocabularyError';
  /** The file or function concerned. */
  readonly where: string;
  /** One sentence per problem: expected, got, what to do. */
  readonly problems: readonly string[];

  /**
   * @param where - the file or function concerned, which opens the message
   * @param problems - one or more sentences: expected, got, what to do
   */
  constructor(where: string, problems: readonly string[]) {
    super(`${where}: ${problems.join('\n  ')}`);
    this.where = where;
    this.problems = problems;
  }

  /** Whether a caught value is a VocabularyError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is VocabularyError {
    return isMarked(value) && value.name === 'VocabularyError';
  }
}
