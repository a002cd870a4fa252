import { afterEach, expect, test, vi } from 'vitest';
import { createMemory } from './create-memory.ts';
import { instantiateKernels } from './instantiate.ts';

afterEach(() => vi.restoreAllMocks());

/** A machine that sets aside so many pages at most. */
const limitTo = (pages: number): void => {
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function make(descriptor) {
    if ((descriptor.maximum as number) > pages) throw new RangeError('could not allocate memory');
    return new Memory(descriptor);
  });
};

test.each([true, false])('grows to 4 GB less a page where the machine lets it (shared: %s)', (shared) => {
  const { memory, maximumPages } = createMemory(shared);
  expect(maximumPages).toBe(65_535);
  expect(memory.buffer.byteLength).toBe(256 * 65_536);
});

test('takes what a smaller machine gives, and 512 MB at least', () => {
  limitTo(20_000);
  expect(createMemory(true).maximumPages).toBe(16_384);
  vi.restoreAllMocks();
  limitTo(1000);
  expect(() => createMemory(true)).toThrow('could not allocate memory');
});

test('kernels write the last bytes that there may be, and read rows up to there', async () => {
  const { memory, maximumPages, functions } = await instantiateKernels(true);
  memory.grow(maximumPages - memory.buffer.byteLength / 65_536);
  const end = memory.buffer.byteLength;
  functions.fillWords(end - 64, 16, 7);
  expect([...new Int32Array(memory.buffer, end - 64)]).toEqual(Array.from({ length: 16 }, () => 7));
  // Rows that are longer than the page which is left out.
  const columns = 65_536;
  const [matrix, sums] = [end - 2 * columns * 4, end - 3 * columns * 4];
  new Float32Array(memory.buffer, matrix).fill(1);
  functions.sum(matrix, sums, 1, 2, columns, 1);
  expect(new Float32Array(memory.buffer, sums, columns).every((sum) => sum === 2)).toBe(true);
});
