import { afterEach, expect, test, vi } from 'vitest';
import { kernelsAndHeap } from './__fixtures__/kernels-and-heap.ts';
import { watchWorkers } from './__fixtures__/watched-workers.ts';
import { createJobRunner, floatWord, jobs } from './job-runner.ts';

afterEach(() => vi.restoreAllMocks());

/** [1, 2, 3] · [4, 5, 6]ᵀ, as the arguments of a product. */
const innerProduct = ({ heap }: Awaited<ReturnType<typeof kernelsAndHeap>>, scratch: number, scratchBytes: number) => {
  const [a, b, c] = [heap.allocate(12), heap.allocate(12), heap.allocate(4)] as const;
  heap.f32.set([1, 2, 3], a / 4);
  heap.f32.set([4, 5, 6], b / 4);
  const words = [...[a, 12, 4], ...[b, 4, 4], ...[c, 4], ...[1, 3, 1], 0, scratch, scratchBytes];
  return { words, result: () => heap.f32[c / 4] };
};

test('where no other thread can be had, one does it all and says so once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  watchWorkers(({ task }) => ({ source: 'throw new Error("no thread is left");', task }));
  const kernels = await kernelsAndHeap();
  const runner = await createJobRunner({ ...kernels, threads: 3 });
  expect(runner.threads).toBe(1);
  const { words, result } = innerProduct(kernels, runner.scratch, runner.scratchBytes);
  runner.run(jobs.gemm, words);
  expect(result()).toBe(32);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^backend-simd: thread 1 of 3 did not start \(no thread is left\)\. One thread does it all,/,
      ),
    ],
  ]);
  runner.dispose();
});

test('what is not about threads is not taken for it', async () => {
  const warn = vi.spyOn(console, 'warn');
  const kernels = await kernelsAndHeap();
  const functions = {
    ...kernels.functions,
    controlBytes: (): number => {
      throw new TypeError('no such function');
    },
  };
  await expect(createJobRunner({ ...kernels, functions, threads: 2 })).rejects.toThrow('no such function');
  expect(warn).not.toHaveBeenCalled();
});

test('a job may take as many arguments as it likes', async () => {
  const kernels = await kernelsAndHeap();
  const { heap } = kernels;
  const runner = await createJobRunner({ ...kernels, threads: 2 });
  const neighbour = heap.allocate(40_000);
  heap.u8.fill(1, neighbour, neighbour + 40_000);
  const { words, result } = innerProduct(kernels, runner.scratch, runner.scratchBytes);
  const bytesHeld = heap.bytesHeld;
  // What stands behind a product's arguments is nothing to it.
  runner.run(jobs.gemm, [...words, ...Array.from({ length: 9000 }, () => 0)]);
  expect(result()).toBe(32);
  expect(heap.u8.subarray(neighbour, neighbour + 40_000).every((byte) => byte === 1)).toBe(true);
  expect(heap.bytesHeld).toBe(bytesHeld);
  runner.dispose();
});

test('a float as a word has the bits of a float', () => {
  // Sign, exponent and fraction as IEEE 754 says.
  expect([floatWord(0), floatWord(1), floatWord(-2), floatWord(0.1)]).toEqual([
    0,
    0x3f800000,
    0xc0000000 | 0,
    0x3dcccccd,
  ]);
});
