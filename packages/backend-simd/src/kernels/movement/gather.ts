import { backend_util, GatherV2, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const onCpu = cpuKernel(GatherV2);

/** Slices of x along one axis, chosen by int32 indices: with axis 0, the lookup of an embedding. */
export const gather: KernelConfig = {
  kernelName: GatherV2,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x, indices } = parameters.inputs as { x: TensorInfo; indices: TensorInfo };
    const attrs = parameters.attrs as unknown as { axis: number; batchDims?: number };
    const elementBytes = elementBytesOf(x);
    if (!elementBytes || indices.dtype !== 'int32') return onCpu(parameters);
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] as number;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      // Its type asks for tensors; it reads nothing but their shapes.
      backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, attrs.batchDims ?? 0);
    const count = util.sizeFromShape(indices.shape) / Math.max(batchSize, 1);
    const result = simd.allocate(outputShape, x.dtype);
    const wrong = simd.functions.gatherRows(
      simd.addressOf(x),
      simd.addressOf(indices),
      simd.addressOf(result),
      batchSize,
      outerSize,
      dimSize,
      count,
      sliceSize * elementBytes,
    );
    if (wrong < 0) return result;
    simd.disposeData(result.dataId);
    const index = (simd.readSync(indices.dataId) as Int32Array)[wrong] as number;
    throw new RangeError(
      `gather: index ${index} (the ${wrong + 1}. of indices [${indices.shape.join(', ')}]) is not in [0, ${dimSize - 1}], ` +
        `the range of axis ${axis} of x [${x.shape.join(', ')}].`,
    );
  },
};
