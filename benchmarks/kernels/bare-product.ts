import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Product } from './products.ts';

/** The part of the SIMD backend that a product alone needs: not for users, so no package exports it. */
type ProductHost = {
  addressOf(info: TensorInfo): number;
  readonly heap: { allocate(bytes: number): number };
  readonly functions: {
    gemmScratchBytes(): number;
    gemm(...numbers: number[]): void;
  };
};

/** The product as WebAssembly exports it, on one thread, into memory that is there already: what the backend's kernel adds is not in it. */
export const bareProduct = (a: tf.Tensor2D, b: tf.Tensor2D, product: Product, result: tf.Tensor2D): (() => void) => {
  const { rows, depth, columns, transposeA, transposeB } = product;
  const { functions, heap, addressOf } = boundHost();
  const scratch = heap.allocate(functions.gemmScratchBytes());
  const [aRowStride, aDepthStride] = transposeA ? [4, rows * 4] : [depth * 4, 4];
  const [bDepthStride, bColumnStride] = transposeB ? [4, depth * 4] : [columns * 4, 4];
  const left = [addressOf(a), aRowStride, aDepthStride];
  const right = [addressOf(b), bDepthStride, bColumnStride];
  const words = [...left, ...right, addressOf(result), columns * 4, rows, depth, columns, 0, scratch];
  return () => functions.gemm(...words);
};

const boundHost = (): ProductHost => {
  const host = tf.backend() as unknown as ProductHost;
  return { addressOf: (info) => host.addressOf(info), heap: host.heap, functions: host.functions };
};
