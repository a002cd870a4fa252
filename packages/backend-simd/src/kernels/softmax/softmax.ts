import { type KernelConfig, LogSoftmax, Softmax, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';

const softmaxKernel = (kernelName: string, name: 'softmax' | 'logSoftmax', axisAttribute: string): KernelConfig => ({
  kernelName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { logits } = inputs as { logits: TensorInfo };
    const axis = (attrs as unknown as Record<string, number>)[axisAttribute] as number;
    const rank = logits.shape.length;
    util.assert(
      logits.dtype === 'float32',
      () => `${name}: logits are ${logits.dtype}, must be float32; cast them before.`,
    );
    util.assert(
      axis === -1 || axis === rank - 1,
      () => `${name}: axis is ${axis} of [${logits.shape.join(', ')}], must be the last one; transpose before.`,
    );
    const columns = logits.shape.at(-1) ?? 1;
    const rows = util.sizeFromShape(logits.shape.slice(0, -1));
    const result = simd.allocate(logits.shape, 'float32');
    simd.functions[name](simd.addressOf(logits), simd.addressOf(result), rows, columns);
    return result;
  },
});

/** Weights that sum to one along the last axis. */
export const softmax: KernelConfig = softmaxKernel(Softmax, 'softmax', 'dim');

/** Their logarithms. `tf.logSoftmax` is made of smaller operations in tfjs-core 4; the kernel runs by its name. */
export const logSoftmax: KernelConfig = softmaxKernel(LogSoftmax, 'logSoftmax', 'axis');
