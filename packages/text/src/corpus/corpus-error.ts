import { isMarked, TextError } from '../text-error.ts';

/** One line of a corpus that cannot be read. `line` counts from 1, as editors do; 0 is the file as a whole. */
export type CorpusProblem = { readonly line: number; readonly problem: string };

/** The message shows this many; `problems` holds all. */
const shown = 10;

/** A corpus file that cannot be read. Carries every bad line, not only the first. */
export class CorpusError extends TextError {
  override readonly name: string = 'CorpusError';
  /** The file concerned. */
  readonly where: string;
  /** The bad lines in order. */
  readonly problems: readonly CorpusProblem[];

  /**
   * @param where - the file's name
   * @param problems - one or more: expected, got, what to do
   */
  constructor(where: string, problems: readonly CorpusProblem[]) {
    const lines = problems
      .slice(0, shown)
      .map(({ line, problem }) => (line === 0 ? `${where}: ${problem}` : `${where}:${line}: ${problem}`));
    if (problems.length > shown) lines.push(`and ${problems.length - shown} more lines like these`);
    super(lines.join('\n'));
    this.where = where;
    this.problems = problems;
  }

  /** Whether a caught value is a CorpusError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is CorpusError {
    return isMarked(value) && value.name === 'CorpusError';
  }
}
