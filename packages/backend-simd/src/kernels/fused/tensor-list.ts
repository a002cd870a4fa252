// Kernels over a list of weights, and how their tensors are laid out for a job; see assembly/optimizer/tensor-list.ts.
import { type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';

/** The tensors of one weight: itself, then what belongs to it, all of one size; what it does not have is undefined. */
export type TensorRow = readonly (TensorInfo | undefined)[];

/** Values of a chunk: the number that assembly/optimizer/tensor-list.ts has. */
const chunkValues = 4096;

/** The inputs `weight0`, `gradient0`, … `weight1`, … as rows, given the names in their order. */
export const rowsOf = (inputs: NamedTensorInfoMap, names: readonly [string, ...string[]]): TensorRow[] => {
  const rows: TensorRow[] = [];
  while (inputs[`${names[0]}${rows.length}`]) {
    rows.push(names.map((name) => inputs[`${name}${rows.length}`]));
  }
  return rows;
};

/** Into how many chunks the values of all rows are cut. */
export const countChunks = (rows: readonly TensorRow[]): number =>
  rows.reduce((sum, [tensor]) => sum + chunksOf(tensor as TensorInfo), 0);

/**
 * Runs a job over a list of tensors.
 *
 * @param words - its arguments behind the list and the number of chunks
 */
export const runOnList = (
  simd: SimdBackend,
  job: number,
  rows: readonly TensorRow[],
  words: readonly number[],
): void => {
  let chunks = 0;
  const table = rows.flatMap((row) => {
    const [first] = row as readonly [TensorInfo];
    const addresses = row.map((tensor) => (tensor ? simd.addressOf(tensor) : 0));
    const entry = [util.sizeFromShape(first.shape), chunks, ...addresses];
    chunks += chunksOf(first);
    return entry;
  });
  const list = simd.heap.allocate(table.length * 4);
  simd.heap.i32.set(table, list / 4);
  simd.jobs.run(job, [list, chunks, ...words]);
  simd.heap.free(list);
};

const chunksOf = ({ shape }: TensorInfo): number => Math.ceil(util.sizeFromShape(shape) / chunkValues);
