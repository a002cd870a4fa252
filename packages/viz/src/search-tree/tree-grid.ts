/** A tree on squared paper: one line for each leaf, one column for each step, and the lines between them as characters. */
import { pad, widest } from '../label/text-columns.ts';
import type { DrawnBranch, DrawnKind } from './drawn-tree.ts';

/** A drawn branch at its place. */
export type GridCell = {
  readonly drawn: DrawnBranch;
  readonly text: string;
  readonly line: number;
};

/** The strokes that lead to a branch, before its junction and after. */
const strokes: Readonly<Record<DrawnKind | 'winning', string>> = {
  start: ' ',
  winning: '━',
  kept: '─',
  ended: '─',
  pruned: '╌',
  more: '┄',
};

/** Stroke, junction, stroke and a space. */
const junctionWidth = 4;
/** From the widest text of a column to the texts of the next. */
export const gapWidth: number = 1 + junctionWidth;

/**
 * Places the branches: the first child on the line of its parent, each other one below all that continues those before it.
 *
 * @param textOf - what is written at a branch
 * @returns the cells of each column, downwards
 */
export function placeOnLines(start: DrawnBranch, textOf: (drawn: DrawnBranch) => string): GridCell[][] {
  const columns: GridCell[][] = [];
  let lines = 0;
  const place = (drawn: DrawnBranch, line: number): void => {
    (columns[drawn.column] ??= []).push({ drawn, text: textOf(drawn), line });
    lines = Math.max(lines, line + 1);
    for (const [index, child] of drawn.children.entries()) place(child, index === 0 ? line : lines);
  };
  place(start, 0);
  return columns;
}

/**
 * Some neighbouring columns as text, without the lines that are empty there.
 *
 * @param columns - the first of them shows only what is continued, unless it is alone
 * @param paint - adds colour to a text that is finished
 */
export function gridLines(
  columns: readonly (readonly GridCell[])[],
  paint: (text: string, drawn: DrawnBranch) => string,
): string[] {
  const lines = new Map<number, string[]>();
  const slots = (line: number): string[] => {
    const slot = lines.get(line) ?? [];
    lines.set(line, slot);
    return slot;
  };
  for (const cell of columns.slice(columns.length === 1 ? 0 : 1).flat()) slots(cell.line);
  const used = [...lines.keys()].toSorted((a, b) => a - b);

  for (const [column, cells] of columns.entries()) {
    const width = columnWidth(cells) + 1;
    const isLast = column === columns.length - 1;
    for (const line of used) slots(line)[2 * column] = ' '.repeat(width);
    for (const { drawn, text, line } of cells) {
      const [first] = drawn.children;
      if (column === 0 && columns.length > 1 && !first) continue;
      const filler = first && !isLast ? strokes[strokeName(first)] : ' ';
      const filled = ` ${filler.repeat(width - widest([text]) - 1)}`;
      slots(line)[2 * column] = paint(text, drawn) + (first && !isLast ? paint(filled, first) : filled);
    }
    if (isLast) continue;
    for (const line of used) slots(line)[2 * column + 1] = ' '.repeat(junctionWidth);
    for (const cell of cells)
      drawJunctions(cell, columns[column + 1]!, used, (line, text, drawn) => {
        slots(line)[2 * column + 1] = paint(text, drawn);
      });
  }
  return used.map((line) => slots(line).join(''));
}

/** How wide a column is: as its widest text, or its head. */
export function columnWidth(cells: readonly GridCell[]): number {
  return widest([headOf(cells), ...cells.map(({ text }) => text)]);
}

/** The heads above some columns. */
export function headLine(columns: readonly (readonly GridCell[])[]): string {
  return columns.map((cells) => pad(headOf(cells), columnWidth(cells) + gapWidth, 'left')).join('');
}

function headOf([cell]: readonly GridCell[]): string {
  const column = cell?.drawn.column ?? 0;
  return column === 0 ? '' : `step ${column}`;
}

function drawJunctions(
  { drawn, line }: GridCell,
  next: readonly GridCell[],
  used: readonly number[],
  draw: (line: number, text: string, drawn: DrawnBranch) => void,
): void {
  const children = new Set(drawn.children);
  const cells = next.filter((cell) => children.has(cell.drawn));
  const last = cells.at(-1);
  if (!last) return;
  for (const between of used) if (between > line && between < last.line) draw(between, ' │  ', drawn);
  for (const [index, cell] of cells.entries()) {
    const stroke = strokes[strokeName(cell.drawn)];
    const isFirst = index === 0;
    const isLast = index === cells.length - 1;
    const junction = isFirst ? (isLast ? stroke : '┬') : isLast ? '└' : '├';
    draw(cell.line, `${isFirst ? stroke : ' '}${junction}${stroke} `, cell.drawn);
  }
}

function strokeName({ kind, isWinning }: DrawnBranch): DrawnKind | 'winning' {
  return isWinning ? 'winning' : kind;
}
