// The file of cells: a line of JSON for each that is finished, only ever appended to.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { BeamCell } from './beam-cell.ts';

/** All cells of a file; none if there is no file yet. */
export const readCells = (path: string): BeamCell[] => {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, `${path}:${index + 1}`)]));
};

/** Keeps a cell; what is beyond the fourth digit behind the point is left out. */
export const appendCell = (path: string, cell: BeamCell): void => {
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value;
  appendFileSync(path, `${JSON.stringify(cell, rounded)}\n`);
};

const readLine = (line: string, where: string): BeamCell => {
  const found = parse(line);
  if (typeof found === 'object' && found !== null && 'width' in found && 'logProbs' in found) return found as BeamCell;
  throw new Error(
    `${where}: expected a finished cell as a line of JSON, got ${line.slice(0, 60)}; remove the line, the cell is done again.`,
  );
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
