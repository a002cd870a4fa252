import type { Weights } from '../protocol/messages.ts';

/** Rows of equal length as one table. */
export const tableOf = (rows: readonly Float32Array[]): Weights => {
  const columns = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * columns);
  for (const [row, numbers] of rows.entries()) values.set(numbers, row * columns);
  return { rows: rows.length, columns, values };
};
