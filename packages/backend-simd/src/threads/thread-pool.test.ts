/// <reference lib="es2024.sharedmemory" />
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { kernelsAndHeap } from './__fixtures__/kernels-and-heap.ts';
import { silentModule, watchWorkers } from './__fixtures__/watched-workers.ts';
import { createThreadPool } from './thread-pool.ts';

const gemmJob = 1;
const unknownJob = 99;

type Kernels = Awaited<ReturnType<typeof kernelsAndHeap>>['functions'];

afterEach(() => vi.restoreAllMocks());

/** Kernels, and the arguments of a product that has nothing to multiply. */
const kernelsAndEmptyProduct = async () => {
  const kernels = await kernelsAndHeap();
  const parameters = kernels.heap.allocate(14 * 4);
  kernels.heap.i32.fill(0, parameters / 4, parameters / 4 + 14);
  return { ...kernels, parameters };
};

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

test('threads look for a job for a while, then they sleep until they are woken', async () => {
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  let control = 0;
  const beginJob: Kernels['beginJob'] = (at, ...job) => functions.beginJob((control = at), ...job);
  const pool = await createThreadPool({ module, functions: { ...functions, beginJob }, heap, threads: 2 });
  pool.run(gemmJob, parameters);
  await vi.waitFor(() => expect(pool.readiness()).toBe('asleep'));
  // Waits where the thread waits; whether that one is seen awake depends on how busy the machine is.
  const beside = Atomics.waitAsync(heap.i32, control / 4, heap.i32[control / 4] as number);
  pool.wake();
  expect(await beside.value).toBe('ok');
  pool.dispose();
});

test('threads that let the caller wait count as busy for a moment', async () => {
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  let delay = 5;
  const lookForEnd: Kernels['lookForEnd'] = (...looks) => {
    const until = performance.now() + delay;
    while (performance.now() < until);
    return functions.lookForEnd(...looks);
  };
  const pool = await createThreadPool({ module, functions: { ...functions, lookForEnd }, heap, threads: 2 });
  pool.run(gemmJob, parameters);
  expect(pool.readiness()).toBe('busy');
  delay = 0;
  await vi.waitFor(() => expect(pool.readiness()).not.toBe('busy'));
  pool.dispose();
});

test('a thread that fails ends the job with its error, and the pool says so from then on', async () => {
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  const pool = await createThreadPool({
    module,
    functions: { ...functions, beginJob: beginOnOthersOnly(functions) },
    heap,
    threads: 3,
  });
  expect(() => pool.run(unknownJob, parameters)).toThrow(
    /^backend-simd: thread [12] of 3 failed \(unreachable\); start the program again, or set the backend up anew\.$/,
  );
  expect(() => pool.run(gemmJob, parameters)).toThrow(/thread [12] of 3 failed \(unreachable\)/);
  pool.dispose();
});

test('a thread that failed while nobody waited for it is named with its error', async () => {
  const workers = watchWorkers();
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  let control = 0;
  const beginJob: Kernels['beginJob'] = (at, ...job) => functions.beginJob((control = at), ...job);
  const pool = await createThreadPool({ module, functions: { ...functions, beginJob }, heap, threads: 2 });
  pool.run(gemmJob, parameters);
  const ended = once(workers[0] as NodeJS.EventEmitter, 'exit');
  beginOnOthersOnly(functions)(control, unknownJob, 0, 2);
  await ended;
  expect(() => pool.run(gemmJob, parameters)).toThrow(/thread 1 of 2 failed \(unreachable\)/);
});

test('a caller that fails stops the others, who would write where the next job reads', async () => {
  const workers = watchWorkers();
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  const pool = await createThreadPool({ module, functions, heap, threads: 2 });
  const ended = once(workers[0] as NodeJS.EventEmitter, 'exit');
  expect(() => pool.run(unknownJob, parameters)).toThrow(/thread 0 of 2 failed \(unreachable\)/);
  await ended;
  expect(() => pool.run(gemmJob, parameters)).toThrow(expect.objectContaining({ thread: 0 }));
});

test('a thread that was ended between two jobs is named at once', async () => {
  const workers = watchWorkers();
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  const pool = await createThreadPool({ module, functions, heap, threads: 3 });
  pool.run(gemmJob, parameters);
  await workers[1]?.terminate();
  expect(() => pool.run(gemmJob, parameters)).toThrow(/thread 2 of 3 ended \(exit code 1\); start the program again/);
  pool.dispose();
});

test('a thread that hangs is named after the time-out, and stopped', async () => {
  const workers = watchWorkers(({ source, task }) => ({
    source,
    task: task.thread === 2 ? { ...task, module: silentModule() } : task,
  }));
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  const pool = await createThreadPool({ module, functions, heap, threads: 3, timeoutSeconds: 0.2 });
  const ended = workers.map((worker) => once(worker, 'exit'));
  expect(() => pool.run(gemmJob, parameters)).toThrow(
    /^backend-simd: thread 2 of 3 has not finished 0\.[2-9] s after the caller; start the program again/,
  );
  expect(() => pool.run(gemmJob, parameters)).toThrow(expect.objectContaining({ name: 'ThreadError', thread: 2 }));
  await Promise.all(ended);
});

test('who needed long for his own share waits long for others', async () => {
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  let looks = 0;
  const pool = await createThreadPool({
    module,
    functions: {
      ...functions,
      beginJob: (...job) => {
        functions.beginJob(...job);
        clock += 1000;
      },
      lookForEnd: (...look) => {
        clock += 500;
        return ++looks < 15 ? 2 : lookUntilDone(functions)(...look);
      },
    },
    heap,
    threads: 2,
    timeoutSeconds: 1,
  });
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  pool.run(gemmJob, parameters);
  expect(looks).toBe(15);
  pool.dispose();
});

test('time that the process spent stopped, or the machine asleep, is no time to wait', async () => {
  const { module, functions, heap, parameters } = await kernelsAndEmptyProduct();
  let looks = 0;
  const pool = await createThreadPool({
    module,
    functions: {
      ...functions,
      lookForEnd: (...look) => {
        clock += 3_600_000;
        return ++looks < 50 ? 2 : lookUntilDone(functions)(...look);
      },
    },
    heap,
    threads: 2,
  });
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  pool.run(gemmJob, parameters);
  expect(looks).toBe(50);
  looks = -1000;
  expect(() => pool.run(gemmJob, parameters)).toThrow(/thread 1 of 2 has not finished 61\.0 s after the caller/);
  pool.dispose();
});

test('where a thread does not start, none is left', async () => {
  const workers = watchWorkers(({ source, task }) => ({
    source: task.thread === 2 ? 'throw new Error("no thread is left");' : source,
    task,
  }));
  const { module, functions, heap } = await kernelsAndHeap();
  await expect(createThreadPool({ module, functions, heap, threads: 4 })).rejects.toThrow(
    'backend-simd: thread 2 of 4 did not start (no thread is left).',
  );
  expect(workers).toHaveLength(3);
  await vi.waitUntil(() => workers.every(({ threadId }) => threadId === -1));
});

test('a thread that ends before it begins does not start', async () => {
  watchWorkers(({ task }) => ({ source: 'process.exit(7);', task }));
  const { module, functions, heap } = await kernelsAndHeap();
  await expect(createThreadPool({ module, functions, heap, threads: 2 })).rejects.toThrow(
    'thread 1 of 2 did not start (exit code 7)',
  );
});

/** However long the other thread takes, it is one look. */
const lookUntilDone =
  ({ lookForEnd }: Kernels): Kernels['lookForEnd'] =>
  (...look) => {
    for (;;) {
      const state = lookForEnd(...look);
      if (state <= 0) return state;
    }
  };

/** The job reaches the other threads, while the caller, who would fail first, leaves it alone. */
const beginOnOthersOnly =
  ({ beginJob }: Kernels): Kernels['beginJob'] =>
  (...job) => {
    try {
      beginJob(...job);
    } catch {
      // Its own `unreachable`.
    }
  };
