import type { SavedTensor } from '@seq2seq/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by parameter path. */
export type NamedTensors = ReadonlyMap<string, Tensor>;

/** How gradients change weights. It belongs to the weights that it was made for and owns what it remembers about them. */
export interface Optimizer {
  /**
   * Changes the weights. One without a gradient stays as it is. The gradients remain the caller's.
   *
   * @param gradientScale - what each gradient is multiplied by first, 1 by default: clipping without a copy of the gradients
   * @throws ConfigError or ShapeError if a gradient belongs to none of the weights or differs from its weight in shape; nothing is
   * changed then
   */
  apply(gradients: NamedTensors, learningRate: number, gradientScale?: number): void;
  /** Everything remembered, as of the call, copied out of the backend. */
  snapshot(): Promise<Map<string, SavedTensor>>;
  /**
   * Goes on from a snapshot.
   *
   * @param where - how errors call the checkpoint
   * @throws CheckpointError if it is another optimizer's or other weights'; nothing is changed then
   */
  restore(saved: ReadonlyMap<string, SavedTensor>, where: string): void;
  /** Gives the memory back; the weights stay. */
  dispose(): void;
}
