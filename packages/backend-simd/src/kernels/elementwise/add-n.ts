import { AddN, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { binaryOperation } from '../../wasm/elementwise-functions.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const onCpu = cpuKernel(AddN);

/** The sum of tensors of one shape, added in the order in which they are given. */
export const addN: KernelConfig = {
  kernelName: AddN,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const terms = Object.values(parameters.inputs) as TensorInfo[];
    const [first, second, ...others] = terms;
    if (!first || !second || terms.some(({ dtype }) => dtype !== 'float32')) return onCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const result = simd.allocate(first.shape, 'float32');
    const to = simd.addressOf(result);
    const count = util.sizeFromShape(first.shape);
    const add = (a: number, b: number): void =>
      simd.functions.binary(binaryOperation.add, a, 0, 0, 4, b, 0, 0, 4, to, 1, 1, count);
    add(simd.addressOf(first), simd.addressOf(second));
    for (const other of others) add(to, simd.addressOf(other));
    return result;
  },
};
