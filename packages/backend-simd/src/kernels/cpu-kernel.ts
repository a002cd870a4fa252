import { getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';

/** backend-cpu's kernel of that name, for what ours does not do. It works on the same tensors. */
export const cpuKernel = (kernelName: string): KernelFunc => {
  let kernelFunc: KernelFunc | undefined;
  return (parameters) => {
    kernelFunc ??= getKernel(kernelName, 'cpu').kernelFunc;
    return kernelFunc(parameters);
  };
};

/** Bytes of one value if it lies in the heap, where kernels that move bytes can reach it; undefined for strings and complex numbers. */
export const elementBytesOf = ({ dtype }: TensorInfo): 1 | 4 | undefined => {
  if (dtype === 'float32' || dtype === 'int32') return 4;
  return dtype === 'bool' ? 1 : undefined;
};
