import { BatchMatMul, broadcast_util, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../simd-backend.ts';
import { jobs } from '../threads/job-runner.ts';
import { sharedWork } from '../threads/shared-work.ts';
import { cpuKernel } from './cpu-kernel.ts';
import type { Matrix } from './products/matrix.ts';
import { multiply, multiplyByWeights } from './products/multiply.ts';

const onCpu = cpuKernel(BatchMatMul);

/** One operand of a batch of products: where each matrix lies, and the strides that make up for its transposition, all in bytes. */
type Operand = Matrix & { readonly matrices: number; readonly matrixBytes: number };

const operandOf = (backend: SimdBackend, x: TensorInfo, isTransposed: boolean): Operand => {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const matrices = util.sizeFromShape(x.shape.slice(0, -2));
  const stored = { address: backend.addressOf(x), matrices, matrixBytes: rows * columns * 4 };
  return isTransposed
    ? { ...stored, rows: columns, columns: rows, rowStride: 4, columnStride: columns * 4 }
    : { ...stored, rows, columns, rowStride: columns * 4, columnStride: 4 };
};

/** Which matrix of an operand belongs to a matrix of the result: an outer axis of size 1, or none, is repeated. */
const matrixOf = (shape: readonly number[], outer: readonly number[]): ((index: number) => number) => {
  const axes = outer.length - shape.length;
  return (index) => {
    let matrix = 0;
    let rest = index;
    let step = 1;
    for (let axis = outer.length - 1; axis >= axes; axis--) {
      const size = shape[axis - axes] as number;
      const along = rest % (outer[axis] as number);
      if (size > 1) matrix += along * step;
      step *= size;
      rest = (rest - along) / (outer[axis] as number);
    }
    return matrix;
  };
};

/** A product of so many multiplications is a job of its own, which threads share; of smaller ones each takes some. */
const worthOneJob = 4_000_000;

const workOf = (left: Operand, right: Operand): number => left.rows * left.columns * right.columns;

/** All products of a batch as one job, with arguments in the order of assembly/gemm/batch-job.ts. */
const multiplyAll = (
  simd: SimdBackend,
  left: Operand,
  right: Operand,
  { address, count }: { readonly address: number; readonly count: number },
): void => {
  const rowBytes = right.columns * 4;
  const bytesBetween = ({ matrices, matrixBytes }: Operand): number => (matrices === 1 ? 0 : matrixBytes);
  const words = [
    ...[left.address, left.rowStride, left.columnStride],
    ...[right.address, right.rowStride, right.columnStride],
    ...[address, rowBytes, left.rows, left.columns, right.columns],
    ...[count, bytesBetween(left), bytesBetween(right), left.rows * rowBytes],
    ...[simd.jobs.scratch, simd.jobs.scratchBytes],
  ];
  simd.jobs.run(jobs.gemmBatch, words, sharedWork(count, workOf(left, right)));
};

/** Products of matrices, one for each of the outer axes, which broadcast: [..., M, K] · [..., K, N] = [..., M, N]. */
export const batchMatMul: KernelConfig = {
  kernelName: BatchMatMul,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { inputs, backend, attrs } = parameters;
    const simd = backend as SimdBackend;
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return onCpu(parameters);
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    const left = operandOf(simd, a, transposeA);
    const right = operandOf(simd, b, transposeB);
    const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    util.assert(
      left.columns === right.rows,
      () =>
        `matMul: inner shapes (${left.columns}) and (${right.rows}) of tensors [${a.shape.join(', ')}] and [${b.shape.join(', ')}] ` +
        `with transposeA=${transposeA} and transposeB=${transposeB} must match.`,
    );
    const result = simd.allocate([...outer, left.rows, right.columns], 'float32');
    const resultAddress = simd.addressOf(result);
    const count = util.sizeFromShape(outer);
    const leftOf = matrixOf(a.shape.slice(0, -2), outer);
    const rightOf = matrixOf(b.shape.slice(0, -2), outer);
    const product = (matrix: number, rows: number): void => {
      const lefts = { ...left, address: left.address + leftOf(matrix) * left.matrixBytes, rows };
      const rights = { ...right, address: right.address + rightOf(matrix) * right.matrixBytes };
      const address = resultAddress + matrix * left.rows * right.columns * 4;
      const columns = right.columns;
      const to = { address, rows, columns, rowStride: columns * 4, columnStride: 4 };
      if (right.matrices === 1) multiplyByWeights(simd, lefts, b, rights, to);
      else multiply(simd, lefts, rights, to);
    };
    const areRegular = [left, right].every(({ matrices }) => matrices === 1 || matrices === count);
    // Matrices on top of each other times one matrix are one tall product.
    if (right.matrices === 1 && !transposeA) product(0, count * left.rows);
    else if (count > 1 && areRegular && workOf(left, right) < worthOneJob)
      multiplyAll(simd, left, right, { address: resultAddress, count });
    else for (let matrix = 0; matrix < count; matrix++) product(matrix, left.rows);
    return result;
  },
};
