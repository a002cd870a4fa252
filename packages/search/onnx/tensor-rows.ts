// A tensor's rows as plain numbers: how many there are, and a choice of them, whichever axis they are on.

import { SearchError } from '../src/index.ts';
import type { TensorData, TensorValue } from './onnx-session.ts';

/** A tensor whose rows can be chosen. */
export type TensorRows = TensorValue & { readonly data: TensorData; readonly rowAxis: number };

/**
 * @param name - the input or output, for errors
 * @param rowAxis - which axis has one entry for each row
 * @throws SearchError if there is no such axis, or if the values are no numbers or not as many as the shape says
 */
export function tensorRows(name: string, { type, dims, data }: TensorValue, rowAxis: number): TensorRows {
  if (!(rowAxis in dims)) {
    throw new SearchError(
      `onnxStepModel: ${name} must have its rows on axis ${rowAxis}, got shape [${dims.join(', ')}]; give it a batch axis, or name another rowAxis.`,
      { path: name, expected: `axis ${rowAxis}`, actual: dims },
    );
  }
  const expected = sizeOf(dims);
  if (!isTensorData(data) || data.length !== expected) {
    throw new SearchError(
      `onnxStepModel: ${name} must be ${expected} numbers in a typed array, got ${isTensorData(data) ? data.length : type} for shape [${dims.join(', ')}]; give numbers that fill the shape.`,
      { path: name, expected, actual: data.length },
    );
  }
  return { type, dims, data, rowAxis };
}

export const countRows = ({ dims, rowAxis }: TensorRows): number => dims[rowAxis]!;

/** A copy whose row i is row `order[i]` of the given one. */
export function gatherTensorRows(given: TensorRows, order: Int32Array): TensorRows {
  const { dims, data, rowAxis } = given;
  const rows = countRows(given);
  const outer = sizeOf(dims.slice(0, rowAxis));
  const inner = sizeOf(dims.slice(rowAxis + 1));
  const gathered = new (data.constructor as new (length: number) => TensorData)(outer * order.length * inner);
  for (let block = 0; block < outer; block++) {
    for (const [place, row] of order.entries()) {
      const from = (block * rows + row) * inner;
      // Numbers go to numbers and big integers to big integers, which their union does not say.
      gathered.set(data.subarray(from, from + inner) as never, (block * order.length + place) * inner);
    }
  }
  return { ...given, dims: dims.with(rowAxis, order.length), data: gathered };
}

const isTensorData = (data: TensorValue['data']): data is TensorData => ArrayBuffer.isView(data);

const sizeOf = (dims: readonly number[]): number => dims.reduce((size, dim) => size * dim, 1);
