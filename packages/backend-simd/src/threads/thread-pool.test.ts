import { expect, test } from 'vitest';
import { kernelsAndHeap } from './__fixtures__/kernels-and-heap.ts';
import { createThreadPool } from './thread-pool.ts';

const gemmJob = 1;
const unknownJob = 99;

test('a product has the same bits whatever the number of threads, time after time', async () => {
  const { module, functions, heap } = await kernelsAndHeap();
  const scratchBytes = functions.gemmScratchBytes();
  const [rows, depth, columns] = [37, 150, 333];
  const [a, b, c] = [rows * depth, depth * columns, rows * columns].map((size) => heap.allocate(size * 4)) as [
    number,
    number,
    number,
  ];
  for (let i = 0; i < rows * depth; i++) heap.f32[a / 4 + i] = Math.sin(i);
  for (let i = 0; i < depth * columns; i++) heap.f32[b / 4 + i] = Math.cos(7 * i);
  const results: Float32Array[] = [];
  for (const threads of [1, 2, 3]) {
    const pool = await createThreadPool({ module, functions, heap, threads });
    const scratch = heap.allocate(scratchBytes * threads);
    const parameters = heap.allocate(14 * 4);
    const words = [a, depth * 4, 4, b, columns * 4, 4, c, columns * 4, rows, depth, columns, 0, scratch, scratchBytes];
    heap.i32.set(words, parameters / 4);
    for (let round = 0; round < 200; round++) {
      heap.f32.fill(NaN, c / 4, c / 4 + rows * columns);
      pool.run(gemmJob, parameters);
      // Some rounds find the threads asleep.
      if (round % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      results.push(heap.f32.slice(c / 4, c / 4 + rows * columns));
    }
    pool.dispose();
  }
  for (const result of results) expect(result).toEqual(results[0]);
});

test('a thread that fails ends the job with its error, and the pool says so from then on', async () => {
  const { module, functions, heap } = await kernelsAndHeap();
  const pool = await createThreadPool({
    module,
    functions: { ...functions, beginJob: beginOnOthersOnly(functions) },
    heap,
    threads: 2,
  });
  expect(() => pool.run(unknownJob, 0)).toThrow(/thread 1 of 2 failed \(unreachable\)/);
  expect(() => pool.run(gemmJob, 0)).toThrow(/thread 1 of 2 failed/);
  pool.dispose();
});

test('a thread that does not answer is named after the time-out', async () => {
  const { module, functions, heap } = await kernelsAndHeap();
  // A third thread that was never started.
  const lookForEnd = (control: number, threads: number, looks: number): number =>
    functions.lookForEnd(control, threads + 1, looks);
  const pool = await createThreadPool({
    module,
    functions: { ...functions, lookForEnd },
    heap,
    threads: 2,
    timeoutSeconds: 0.05,
  });
  const parameters = heap.allocate(14 * 4);
  heap.i32.fill(0, parameters / 4, parameters / 4 + 14);
  expect(() => pool.run(gemmJob, parameters)).toThrow(/thread 2 of 2 did not finish within 0.05 s/);
  pool.dispose();
});

/** The job reaches the other threads, while the caller, who would fail first, leaves it alone. */
const beginOnOthersOnly =
  (functions: Awaited<ReturnType<typeof kernelsAndHeap>>['functions']) =>
  (control: number, job: number, parameters: number, threads: number): void => {
    try {
      functions.beginJob(control, job, parameters, threads);
    } catch {
      // Its own `unreachable`.
    }
  };
