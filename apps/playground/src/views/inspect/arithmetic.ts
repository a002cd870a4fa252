// What the page itself works out of an attention's numbers.
import type { Weights } from '../../protocol/messages.ts';

/** One row of a table. */
export const rowOf = ({ values, columns }: Weights, row: number): Float32Array =>
  values.slice(row * columns, (row + 1) * columns);

/** [D] the memory's sum, weighted by a row: what the decoder reads of the source at that step. */
export const contextOf = (alignment: Weights, memory: Weights, row: number): Float32Array => {
  const context = new Float32Array(memory.columns);
  for (const [position, weight] of rowOf(alignment, row).entries()) {
    for (let d = 0; d < memory.columns; d++) context[d]! += weight * memory.values[position * memory.columns + d]!;
  }
  return context;
};
