import { afterEach, expect, test, vi } from 'vitest';
import { createMemory } from './create-memory.ts';

afterEach(() => vi.restoreAllMocks());

/** A machine that sets aside so many pages at most. */
const limitTo = (pages: number): void => {
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function make(descriptor) {
    if ((descriptor.maximum as number) > pages) throw new RangeError('could not allocate memory');
    return new Memory(descriptor);
  });
};

test.each([true, false])('grows to 4 GB where the machine lets it (shared: %s)', (shared) => {
  const { memory, maximumPages } = createMemory(shared);
  expect(maximumPages).toBe(65_536);
  expect(memory.buffer.byteLength).toBe(256 * 65_536);
});

test('takes what a smaller machine gives, and 512 MB at least', () => {
  limitTo(20_000);
  expect(createMemory(true).maximumPages).toBe(16_384);
  vi.restoreAllMocks();
  limitTo(1000);
  expect(() => createMemory(true)).toThrow('could not allocate memory');
});
