// What goes into a session first and what comes out of it has as many rows as the search, and numbers that search can read.

import { SearchError } from '../src/index.ts';
import type { TensorData } from './onnx-session.ts';
import { countRows, type TensorRows } from './tensor-rows.ts';

/** @returns how many rows all of them have */
export function checkSameRows(values: readonly (readonly [name: string, value: TensorRows])[]): number {
  const counts = values.map(([name, value]) => ({ name, rows: countRows(value) }));
  const rows = counts[0]?.rows ?? 0;
  if (counts.every((count) => count.rows === rows)) return rows;
  throw new SearchError(
    `onnxStepModel.start: all values must have the same number of rows, got ${counts.map((count) => `${count.name} ${count.rows}`).join(', ')}; give one row for each source.`,
    { path: 'start', expected: rows, actual: counts },
  );
}

/** An input that the first state lacks. */
export function missingValue(name: string, given: readonly string[]): SearchError {
  return new SearchError(
    `onnxStepModel.start: expected a first value for ${name}, got ${given.join(', ') || 'none'}; give every state and every input of the source one, if only zeros.`,
    { path: name, expected: name, actual: given },
  );
}

/** An output of another shape than the search needs. */
export function wrongOutput(name: string, expected: string, dims: readonly number[]): SearchError {
  return new SearchError(
    `onnxStepModel.step: output ${name} must have ${expected}, got shape [${dims.join(', ')}]; the graph must do one step of every row.`,
    { path: name, expected, actual: dims },
  );
}

/** The numbers of an output that search reads itself. */
export function numbersOf(name: string, data: TensorData): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new SearchError(
    `onnxStepModel.step: output ${name} must be float32 or float64, got ${data.constructor.name}; end the graph with a Cast.`,
    { path: name, expected: 'float32', actual: data.constructor.name },
  );
}
