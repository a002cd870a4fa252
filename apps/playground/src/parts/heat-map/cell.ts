// One cell of a map, and how keys move it.
import type { Weights } from '../../protocol/messages.ts';

export type Cell = { readonly row: number; readonly column: number };

const clamped = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

/** Where a key leads from a cell; undefined if it leads nowhere. */
export const cellAfter = (key: string, { row, column }: Cell, { rows, columns }: Weights): Cell | undefined => {
  const to: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
  };
  const cell = to[key];
  return cell && { row: clamped(cell.row, rows), column: clamped(cell.column, columns) };
};

/** A weight as people read it. */
export const percent = (weight: number): string => `${(100 * weight).toFixed(weight < 0.1 ? 1 : 0)} %`;

/** The weights of a row, the greatest first. */
export const rankedRow = (
  { values, columns }: Weights,
  row: number,
): readonly { readonly column: number; readonly weight: number }[] =>
  Array.from({ length: columns }, (_, column) => ({ column, weight: values[row * columns + column]! })).toSorted(
    (a, b) => b.weight - a.weight || a.column - b.column,
  );

/** What is to be said of a cell, and of what else its row looked at. */
export const describeCell = (
  weights: Weights,
  { row, column }: Cell,
  rowTokens: readonly string[],
  columnTokens: readonly string[],
): string => {
  const others = rankedRow(weights, row)
    .filter((other) => other.column !== column)
    .slice(0, 2)
    .map((other) => `“${columnTokens[other.column]}” ${percent(other.weight)}`);
  const own = weights.values[row * weights.columns + column]!;
  return `Output “${rowTokens[row]}” at source “${columnTokens[column]}”: ${percent(own)}; also ${others.join(', ') || 'nothing'}.`;
};

/** What is to be said of an output token: where it looked most. */
export const describeRow = (
  weights: Weights,
  row: number,
  rowTokens: readonly string[],
  columnTokens: readonly string[],
): string => {
  const most = rankedRow(weights, row)
    .slice(0, 2)
    .map(({ column, weight }) => `“${columnTokens[column]}” ${percent(weight)}`);
  return `output “${rowTokens[row]}”: ${most.join(', ')}`;
};
