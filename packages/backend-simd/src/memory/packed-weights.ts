import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Matrix } from '../kernels/products/matrix.ts';
import { type JobRunner, jobs } from '../threads/job-runner.ts';
import type { KernelFunctions } from '../wasm/kernel-functions.ts';
import { roundUp } from './allocator.ts';
import type { Heap } from './heap.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

/** One way of reading a tensor as a right operand, and where it lies packed. */
type Use = { packed: { readonly address: number; readonly bytes: number } | undefined };

/**
 * Right operands of products, packed once for as long as their tensors live: decoding multiplies by the same weights at every step.
 *
 * A tensor never changes its values, so what was packed stays true until it is disposed. It is packed when it is used for the second
 * time in the same way: weights that are trained are new tensors after every step, and packing them for later would be for nothing.
 */
export class PackedWeights {
  readonly #functions: KernelFunctions;
  readonly #heap: Heap;
  readonly #jobs: JobRunner;
  readonly #uses = new Map<TensorInfo['dataId'], Map<string, Use>>();
  readonly #mostBytes: number;
  #bytesHeld = 0;

  /** @param mostBytes - beyond them products take weights as they lie */
  constructor(functions: KernelFunctions, heap: Heap, jobRunner: JobRunner, mostBytes: number) {
    this.#functions = functions;
    this.#heap = heap;
    this.#jobs = jobRunner;
    this.#mostBytes = mostBytes;
  }

  get bytesHeld(): number {
    return this.#bytesHeld;
  }

  /** Notes a use; the address of the packed matrix if this is not the first one, which remains this cache's. */
  use(dataId: TensorInfo['dataId'], matrix: Matrix): number | undefined {
    const { address, rows, columns, rowStride, columnStride } = matrix;
    const key = `${address} ${rows} ${columns} ${rowStride} ${columnStride}`;
    const uses = this.#uses.get(dataId) ?? new Map<string, Use>();
    this.#uses.set(dataId, uses);
    const known = uses.get(key);
    if (!known) {
      uses.set(key, { packed: undefined });
      return undefined;
    }
    known.packed ??= this.#packIfThereIsRoom(matrix);
    return known.packed?.address;
  }

  /** Gives back what was packed of a tensor that is no more. */
  forget(dataId: TensorInfo['dataId']): void {
    const uses = this.#uses.get(dataId);
    if (!uses) return;
    this.#uses.delete(dataId);
    for (const { packed } of uses.values()) {
      if (!packed) continue;
      this.#bytesHeld -= packed.bytes;
      this.#heap.free(packed.address);
    }
  }

  #packIfThereIsRoom({ address: from, rows, columns, rowStride, columnStride }: Matrix): Use['packed'] {
    const bytes = roundUp(this.#functions.packedMatrixBytes(rows, columns));
    if (this.#bytesHeld + bytes > this.#mostBytes) return undefined;
    const address = this.#allocateIfThereIsRoom(bytes);
    if (address === undefined) return undefined;
    this.#bytesHeld += bytes;
    this.#jobs.run(jobs.pack, [from, rowStride, columnStride, rows, columns, address]);
    return { address, bytes };
  }

  /** What is only for speed must not be what the memory is too small for. */
  #allocateIfThereIsRoom(bytes: number): number | undefined {
    try {
      return this.#heap.allocate(bytes);
    } catch (error) {
      if (error instanceof MemoryExhaustedError) return undefined;
      throw error;
    }
  }
}
