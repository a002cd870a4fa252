// The user's own pairs: a source, a tab and a target on each line, as spreadsheets write them.

/** A line that cannot be used, counted from 1. */
type PairProblem = { readonly line: number; readonly problem: string };

export type OwnPairs = {
  readonly pairs: readonly { readonly source: string; readonly target: string }[];
  readonly problems: readonly PairProblem[];
  /** How many lines say what a line before them said; each counts once. */
  readonly duplicates: number;
};

/** The most pairs that are read: more would not be looked at in a tab. */
export const mostOwnPairs = 30_000;

/** Reads the text of the box or of a file. Empty lines mean nothing; line ends may be those of any system. */
export const readOwnPairs = (text: string): OwnPairs => {
  const pairs = new Map<string, { source: string; target: string }>();
  const problems: PairProblem[] = [];
  let duplicates = 0;
  for (const [index, raw] of text
    .normalize('NFC')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (raw.trim() === '') continue;
    const cells = raw.split('\t').map((cell) => cell.trim());
    const [source = '', target = ''] = cells;
    const line = index + 1;
    if (cells.length < 2) problems.push({ line, problem: 'has no tab; put one between source and target' });
    else if (cells.length > 2) problems.push({ line, problem: `has ${cells.length - 1} tabs; one is expected` });
    else if (source === '' || target === '') problems.push({ line, problem: 'has an empty side; fill in both' });
    else if (pairs.has(`${source}\t${target}`)) duplicates++;
    else if (pairs.size === mostOwnPairs)
      problems.push({ line, problem: `is beyond ${mostOwnPairs} pairs; it is left out` });
    else pairs.set(`${source}\t${target}`, { source, target });
  }
  return { pairs: [...pairs.values()], problems, duplicates };
};
