import { CorpusError, type CorpusProblem } from './corpus-error.ts';

/** A text and what it should become, and the line of the file that says so, from 1. */
export type ParallelPair = { readonly source: string; readonly target: string; readonly line: number };

/**
 * A parallel corpus from text with one `source<TAB>target` per line. Lines end at "\n" or "\r\n" and nowhere else: U+2028
 * and its like are data. Lines that are empty or hold only spaces are skipped, as is a byte order mark.
 *
 * @param text - the content of the file
 * @param where - the file's name, for the error
 * @throws CorpusError that names every line without a tab, with more than one tab or with an empty side, or an empty file
 */
export function parsePairs(text: string, where: string): ParallelPair[] {
  const pairs: ParallelPair[] = [];
  const problems: CorpusProblem[] = [];
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n');
  lines.forEach((ended, index) => {
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
    if (isBlank(line)) return;
    const [source = '', target = '', ...more] = line.split('\t');
    const problem = problemOf(line, source, target, more);
    if (problem === undefined) pairs.push({ source, target, line: index + 1 });
    else problems.push({ line: index + 1, problem });
  });
  if (problems.length === 0 && pairs.length === 0) {
    problems.push({
      line: 0,
      problem: 'expected at least one line source<TAB>target, got none; is this the right file?',
    });
  }
  if (problems.length > 0) throw new CorpusError(where, problems);
  return pairs;
}

function problemOf(line: string, source: string, target: string, more: readonly string[]): string | undefined {
  if (!line.includes('\t')) {
    return `expected source<TAB>target, got no tab in ${excerpt(line)}; put one tab between the two sides`;
  }
  if (more.length > 0) {
    return `expected one tab, got ${more.length + 1} in ${excerpt(line)}; keep the one between source and target`;
  }
  if (isBlank(source)) {
    return `expected text on both sides of the tab, got an empty source in ${excerpt(line)}; fill it or delete the line`;
  }
  if (isBlank(target)) {
    return `expected text on both sides of the tab, got an empty target in ${excerpt(line)}; fill it or delete the line`;
  }
  return undefined;
}

function isBlank(text: string): boolean {
  return /^ *$/.test(text);
}

/** Enough of a line to recognise it, with its tabs visible. */
function excerpt(line: string): string {
  const characters = Array.from(line);
  return JSON.stringify(characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : line);
}
