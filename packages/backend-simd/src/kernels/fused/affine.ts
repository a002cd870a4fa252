import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { matrixOf } from '../products/matrix.ts';
import { multiply, multiplyByWeights } from '../products/multiply.ts';
import { sumOfRows } from '../products/sum-of-rows.ts';

type AffineInputs = Readonly<Record<'x' | 'kernel' | 'bias', TensorInfo>>;

/** { x [N, I], kernel [I, O], bias [O] } to [x · kernel + bias]. */
export const affine: KernelConfig = {
  kernelName: 'Seq2SeqAffine',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { x, kernel, bias } = inputs as unknown as AffineInputs;
    const sums = simd.allocate([x.shape[0] as number, bias.shape[0] as number], 'float32');
    multiplyByWeights(
      simd,
      matrixOf(simd, x),
      kernel,
      matrixOf(simd, kernel),
      matrixOf(simd, sums),
      simd.addressOf(bias),
    );
    return [sums];
  },
};

/** Back: the same and `gradient0` to the gradients of x, kernel and bias. */
export const affineGradient: KernelConfig = {
  kernelName: 'Seq2SeqAffineGradient',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { x, kernel, bias, gradient0 } = inputs as unknown as AffineInputs & { readonly gradient0: TensorInfo };
    const dSums = matrixOf(simd, gradient0);
    const dX = simd.allocate(x.shape, 'float32');
    multiply(simd, dSums, matrixOf(simd, kernel).transposed, matrixOf(simd, dX));
    const dKernel = simd.allocate(kernel.shape, 'float32');
    multiply(simd, matrixOf(simd, x).transposed, dSums, matrixOf(simd, dKernel));
    return [dX, dKernel, sumOfRows(simd, gradient0, bias.shape)];
  },
};
