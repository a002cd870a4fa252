import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The same values as float32, which is all that kernels of fused operations read; a mask may come as bool, a feature as int32. */
export const asFloat = <Any extends Tensor>(tensor: Any): Any =>
  tensor.dtype === 'float32' ? tensor : tf.cast(tensor, 'float32');
