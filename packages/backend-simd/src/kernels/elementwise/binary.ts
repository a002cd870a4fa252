import {
  Add,
  Equal,
  Greater,
  GreaterEqual,
  type KernelConfig,
  Less,
  LessEqual,
  Maximum,
  Minimum,
  Multiply,
  NotEqual,
  RealDiv,
  SquaredDifference,
  Sub,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { binaryOperation } from '../../wasm/elementwise-functions.ts';
import { cpuKernel } from '../cpu-kernel.ts';
import { type BroadcastAxis, broadcastAxes } from './broadcast-axes.ts';

/** Where the two operands and the result of a loop begin. */
type Place = { readonly a: number; readonly b: number; readonly to: number };

const once: BroadcastAxis = { size: 1, aStride: 0, bStride: 0 };

/** Runs the three innermost loops in WebAssembly and whatever lies outside of them here. */
const runLoops = (
  simd: SimdBackend,
  operation: number,
  axes: readonly BroadcastAxis[],
  { a, b, to }: Place,
  resultBytes: number,
): void => {
  const [columns = once, rows = once, planes = once, ...outer] = axes;
  const last = outer.at(-1);
  if (last) {
    const inner = axes.slice(0, -1);
    const innerBytes = inner.reduce((bytes, { size }) => bytes * size, resultBytes);
    for (let i = 0; i < last.size; i++) {
      const place = { a: a + i * last.aStride * 4, b: b + i * last.bStride * 4, to: to + i * innerBytes };
      runLoops(simd, operation, inner, place, resultBytes);
    }
    return;
  }
  simd.functions.binary(
    operation,
    a,
    planes.aStride * 4,
    rows.aStride * 4,
    columns.aStride * 4,
    b,
    planes.bStride * 4,
    rows.bStride * 4,
    columns.bStride * 4,
    to,
    planes.size,
    rows.size,
    columns.size,
  );
};

const binaryKernel = (
  kernelName: string,
  operation: keyof typeof binaryOperation,
  dtype: 'float32' | 'bool',
): KernelConfig => {
  const onCpu = cpuKernel(kernelName);
  const number = binaryOperation[operation];
  return {
    kernelName,
    backendName: 'simd',
    kernelFunc: (parameters) => {
      const { a, b } = parameters.inputs as { a: TensorInfo; b: TensorInfo };
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return onCpu(parameters);
      const simd = parameters.backend as SimdBackend;
      const { shape, axes } = broadcastAxes(a.shape, b.shape);
      const result = simd.allocate(shape, dtype);
      const place = { a: simd.addressOf(a), b: simd.addressOf(b), to: simd.addressOf(result) };
      runLoops(simd, number, axes, place, dtype === 'bool' ? 1 : 4);
      return result;
    },
  };
};

/** Kernels that make one value of two, with broadcasting; whole numbers go to backend-cpu. */
export const binaryKernels: readonly KernelConfig[] = [
  binaryKernel(Add, 'add', 'float32'),
  binaryKernel(Sub, 'subtract', 'float32'),
  binaryKernel(Multiply, 'multiply', 'float32'),
  binaryKernel(RealDiv, 'divide', 'float32'),
  binaryKernel(Maximum, 'maximum', 'float32'),
  binaryKernel(Minimum, 'minimum', 'float32'),
  binaryKernel(SquaredDifference, 'squaredDifference', 'float32'),
  binaryKernel(Greater, 'greater', 'bool'),
  binaryKernel(GreaterEqual, 'greaterEqual', 'bool'),
  binaryKernel(Less, 'less', 'bool'),
  binaryKernel(LessEqual, 'lessEqual', 'bool'),
  binaryKernel(Equal, 'equal', 'bool'),
  binaryKernel(NotEqual, 'notEqual', 'bool'),
];
