import { alternate, type AlternateOptions, type Entrant } from '../rounds/alternate.ts';
import { spreadOf } from '../rounds/statistics.ts';
import { elementwiseNames, elementwiseShape } from './elementwise.ts';
import { operationsOf, productName, products } from './products.ts';

/** The two builds of the kernels: with fused multiply-adds, or the same bits on every machine. */
export const builds = ['relaxed', 'strict'] as const;
export type Build = (typeof builds)[number];

/** What one kernel of one build reached. */
export type KernelReading = {
  /** `matMul` is the product as tf.matMul computes it, on all threads; `gemm` the bare one, on one. */
  readonly kernel: 'matMul' | 'gemm' | (typeof elementwiseNames)[number];
  readonly shape: string;
  readonly build: Build;
  readonly threads: number;
  readonly unit: 'GFLOP/s per core' | 'ns an element';
  readonly median: number;
  readonly best: number;
};

/** Measures all kernels of both builds, in turns. */
export const measureKernels = async (
  threads: number,
  rounds: number,
  options: AlternateOptions = {},
): Promise<readonly KernelReading[]> => {
  const entrants = builds.map((build): Entrant => ({
    label: build,
    side: 'seq2seq',
    task: { what: 'kernels', backend: build === 'strict' ? 'simd-strict' : 'simd', threads },
  }));
  const done = await alternate(entrants, { warmUps: 3, rounds, settling: 0, steps: 1 }, options);
  const nanoseconds = (build: Build, name: string) =>
    spreadOf(done.map((round) => round[build]?.[0]?.figures[name] ?? Number.NaN));
  return builds.flatMap((build) => [
    ...(['matMul', 'gemm'] as const).flatMap((kernel) =>
      products.map((product): KernelReading => {
        const shape = productName(product);
        const taken = nanoseconds(build, `${kernel} ${shape}`);
        const cores = kernel === 'matMul' ? threads : 1;
        const perCore = operationsOf(product) / cores;
        const speeds = { median: perCore / taken.median, best: perCore / taken.least };
        return { kernel, shape, build, threads: cores, unit: 'GFLOP/s per core', ...speeds };
      }),
    ),
    ...elementwiseNames.map((kernel): KernelReading => {
      const taken = nanoseconds(build, kernel);
      const [rows, columns] = elementwiseShape;
      const elements = rows * columns;
      const times = { median: taken.median / elements, best: taken.least / elements };
      return { kernel, shape: `${rows}×${columns}`, build, threads, unit: 'ns an element', ...times };
    }),
  ]);
};
