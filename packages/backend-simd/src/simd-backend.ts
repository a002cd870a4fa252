import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { backend_util, type BackendValues, type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { createHeap, type Heap, isShared } from './memory/heap.ts';
import { PackedWeights } from './memory/packed-weights.ts';
import { Scratch, ScratchId } from './memory/scratch.ts';
import { bytesPerValue, HeapTensorData } from './tensor-data.ts';
import { threadCount } from './threads/thread-count.ts';
import { createJobRunner, type JobRunner } from './threads/job-runner.ts';
import { type InstantiatedKernels, type KernelBuild, instantiateKernels } from './wasm/instantiate.ts';
import type { KernelFunctions } from './wasm/kernel-functions.ts';

export type SimdBackendOptions = {
  /** Use the build whose results are the same, bit for bit, on every machine. */
  readonly strict?: boolean;
  /** Most bytes that tensors and scratch space may take; as many as the machine gives, at most 4 GB, if absent. */
  readonly byteBudget?: number;
  /** Whether threads may share the memory. If absent it is found out: pages that are not cross-origin isolated may not share any. */
  readonly sharedMemory?: boolean;
  /** How many threads compute; `auto`, the default, is one for each core that the machine offers, at most 8. */
  readonly threads?: number | 'auto';
};

/** What `tf.memory()` says of the backend beside tfjs's own counts. */
export type SimdMemory = {
  readonly unreliable: boolean;
  readonly reasons: string[];
  /** Tensors and scratch space. */
  readonly numBytesInHeap: number;
  /** Weights kept in the order in which products read them, until their tensors go; at most a quarter of what there may be. */
  readonly numBytesOfPackedWeights: number;
  /** All that the WebAssembly memory has grown to. */
  readonly numBytesOfMemory: number;
};

type DataId = TensorInfo['dataId'];

/**
 * backend-cpu with its tensors in one WebAssembly memory: every kernel of backend-cpu works on it, and the hot ones are replaced by SIMD.
 */
export class SimdBackend extends MathBackendCPU {
  readonly build: KernelBuild;
  readonly functions: KernelFunctions;
  readonly heap: Heap;
  /** What runs on all threads. */
  readonly jobs: JobRunner;
  readonly packedWeights: PackedWeights;
  /** What the kernel at work has allocated. Kernels of ours do not run each other. */
  #allocated: DataId[] = [];
  #scratch: Scratch[] = [];

  constructor({ build, functions }: InstantiatedKernels, heap: Heap, jobs: JobRunner, packedWeights: PackedWeights) {
    super();
    this.build = build;
    this.functions = functions;
    this.heap = heap;
    this.jobs = jobs;
    this.packedWeights = packedWeights;
    // backend-cpu would advise, once, to install another backend.
    Object.assign(this, { firstUse: false });
  }

  /** A tensor with room for its values, which are left from before: the kernel that asks for it writes them all. */
  allocate(shape: readonly number[], dtype: DataType): TensorInfo {
    const dataId = { id: this.#nextId() };
    this.data.set(dataId, new HeapTensorData(this.heap, dtype, util.sizeFromShape([...shape]), 1));
    this.#allocated.push(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  /** The same values in another shape; both have to be disposed of. */
  share({ dataId, dtype }: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(dataId);
    this.#allocated.push(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  /** Room for a kernel's own use, to be released before it returns. */
  takeScratch(): Scratch {
    const scratch = new Scratch(this.heap);
    this.#scratch.push(scratch);
    return scratch;
  }

  /** Runs a kernel of ours; should it fail, for want of memory most likely, all that it has allocated until then is given back. */
  allOrNothing<Result>(kernel: () => Result): Result {
    this.#allocated = [];
    this.#scratch = [];
    try {
      return kernel();
    } catch (error) {
      for (const dataId of this.#allocated) if (this.data.has(dataId)) this.disposeData(dataId);
      for (const scratch of this.#scratch) scratch.release();
      throw error;
    } finally {
      this.#allocated = [];
      this.#scratch = [];
    }
  }

  /** Where a tensor's values begin. */
  addressOf({ dataId }: TensorInfo): number {
    return dataId instanceof ScratchId ? dataId.address : this.#heapData(dataId).address;
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    if (!isInHeap(dtype)) return super.write(values, shape, dtype);
    const dataId = { id: this.#nextId() };
    this.#place(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(dataId: DataId, values: BackendValues, shape: number[], dtype: DataType, refCount: number): void {
    if (isInHeap(dtype)) this.#place(dataId, values, shape, dtype, refCount);
    else super.move(dataId, values, shape, dtype, refCount);
    if (dtype !== 'complex64') return;
    // backend-cpu looks for the two parts, and leaves them out when a tensor moves.
    const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
    const complexTensorInfos = {
      real: this.makeTensorInfo(shape, 'float32', real),
      imag: this.makeTensorInfo(shape, 'float32', imag),
    };
    Object.assign(this.data.get(dataId), { complexTensorInfos });
  }

  override readSync(dataId: DataId): BackendValues {
    const data: unknown = this.data.get(dataId);
    // A copy: the tensor's place may be given to another one while the caller still looks at the numbers.
    if (data instanceof HeapTensorData) return data.values.slice();
    return super.readSync(dataId);
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data: unknown = this.data.has(dataId) ? this.data.get(dataId) : undefined;
    if (!(data instanceof HeapTensorData)) return super.disposeData(dataId, force);
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    this.data.delete(dataId);
    data.release();
    this.packedWeights.forget(dataId);
    return true;
  }

  override memory(): SimdMemory {
    return {
      unreliable: false,
      reasons: [],
      numBytesInHeap: this.heap.bytesHeld - this.packedWeights.bytesHeld,
      numBytesOfPackedWeights: this.packedWeights.bytesHeld,
      numBytesOfMemory: this.heap.memory.buffer.byteLength,
    };
  }

  override dispose(): void {
    this.jobs.dispose();
  }

  #nextId(): number {
    return (this as unknown as { nextDataId(): number }).nextDataId();
  }

  #heapData(dataId: DataId): HeapTensorData {
    const data: unknown = this.data.get(dataId);
    if (data instanceof HeapTensorData) return data;
    throw new Error(
      `backend-simd: a kernel asked for the address of a ${(data as { dtype: string }).dtype} tensor; please report it.`,
    );
  }

  #place(
    dataId: DataId,
    values: BackendValues | null,
    shape: readonly number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = new HeapTensorData(this.heap, dtype, util.sizeFromShape([...shape]), refCount);
    try {
      if (values) data.values.set(values as ArrayLike<number>);
      else data.values.fill(0);
    } catch (error) {
      data.release();
      throw error;
    }
    this.data.set(dataId, data);
  }
}

/** Loads the kernels, starts the threads and makes a backend of them. */
export const createSimdBackend = async (options: SimdBackendOptions): Promise<SimdBackend> => {
  const kernels = await instantiateKernels(options.strict ?? false, options.sharedMemory);
  const { module, memory, maximumPages, functions } = kernels;
  const heap = createHeap(memory, {
    start: functions.heapStart(),
    byteBudget: options.byteBudget,
    maximumPages,
  });
  // Threads have nothing to work on but shared memory.
  const threads = isShared(memory) ? threadCount(options.threads ?? 'auto') : 1;
  const jobs = await createJobRunner({ module, functions, heap, threads });
  const limit = Math.min(options.byteBudget ?? Number.POSITIVE_INFINITY, maximumPages * 65_536);
  const packedWeights = new PackedWeights(functions, heap, jobs, limit / 4);
  return new SimdBackend(kernels, heap, jobs, packedWeights);
};

const isInHeap = (dtype: DataType): boolean => bytesPerValue[dtype] !== undefined;
