import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

/** Marks our kernel, so that a second call leaves it alone. */
const improved = Symbol.for('seq2seq.improved-kernel');

/**
 * tfjs-backend-wasm 4.22 computes a product with a transposed operand, which is all of back-propagation, at a twentieth of the speed
 * of a plain one. This replaces its BatchMatMul kernel by one that transposes first.
 */
export const improveWasmKernels = (): void => {
  const config = tf.getKernel('BatchMatMul', 'wasm');
  if (!config || improved in config.kernelFunc) return;
  const plain = config.kernelFunc;
  const transposeKernel = tf.getKernel('Transpose', 'wasm').kernelFunc;

  const kernelFunc: KernelFunc = (params) => {
    const { inputs, backend, attrs } = params;
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    if (!transposeA && !transposeB) return plain(params);
    const made: TensorInfo[] = [];
    const flip = (x: TensorInfo): TensorInfo => {
      const axes = x.shape.map((_, axis) => axis);
      const perm = [...axes.slice(0, -2), ...axes.slice(-2).toReversed()];
      const flipped = transposeKernel({ inputs: { x }, backend, attrs: { perm } }) as TensorInfo;
      made.push(flipped);
      return flipped;
    };
    try {
      const a = transposeA ? flip(inputs['a'] as TensorInfo) : inputs['a'];
      const b = transposeB ? flip(inputs['b'] as TensorInfo) : inputs['b'];
      return plain({
        inputs: { a, b },
        backend,
        attrs: { ...attrs, transposeA: false, transposeB: false },
      });
    } finally {
      for (const flipped of made) (backend as { disposeData(id: object): void }).disposeData(flipped.dataId);
    }
  };
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...config, kernelFunc: Object.assign(kernelFunc, { [improved]: true }) });
};
