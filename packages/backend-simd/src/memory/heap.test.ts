import { describe, expect, test } from 'vitest';
import { createHeap, type Heap, isShared } from './heap.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

const page = 65_536;

const heapOf = (shared: boolean, maximumPages: number, byteBudget?: number): Heap => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared });
  return createHeap(memory, { start: 1000, maximumPages, byteBudget });
};

describe.each([true, false])('shared memory: %s', (shared) => {
  test('values stay where they are and what they are while the memory grows', () => {
    const heap = heapOf(shared, 1024);
    expect(isShared(heap.memory)).toBe(shared);
    const addresses: number[] = [];
    for (let i = 0; i < 40; i++) {
      const address = heap.allocate(2 ** 20);
      heap.f32.fill(i, address / 4, address / 4 + 2 ** 18);
      addresses.push(address);
    }
    expect(heap.memory.buffer.byteLength).toBeGreaterThanOrEqual(40 * 2 ** 20);
    for (const [i, address] of addresses.entries()) {
      expect(heap.f32.subarray(address / 4, address / 4 + 2 ** 18).every((value) => value === i)).toBe(true);
      expect(heap.i32.buffer).toBe(heap.memory.buffer);
      expect(heap.u8.buffer).toBe(heap.memory.buffer);
    }
    for (const address of addresses) heap.free(address);
    expect(heap.bytesHeld).toBe(0);
    const grown = heap.memory.buffer.byteLength;
    for (let i = 0; i < 40; i++) heap.allocate(2 ** 20);
    expect(heap.memory.buffer.byteLength).toBe(grown);
  });

  test('a budget is kept to the byte, and what does not fit is said in numbers', () => {
    const heap = heapOf(shared, 1024, 4 * page);
    const address = heap.allocate(3 * page);
    const tooMuch = (): number => heap.allocate(page + 1);
    expect(tooMuch).toThrow(MemoryExhaustedError);
    expect(tooMuch).toThrow('64.0 kB were asked for, 192.0 kB of 256.0 kB are held; dispose of tensors');
    expect(tooMuch).toThrow(/raise byteBudget/);
    expect(heap.bytesHeld).toBe(3 * page);
    heap.allocate(page);
    expect(heap.bytesHeld).toBe(4 * page);
    heap.free(address);
    heap.allocate(2 * page);
  });

  test('the memory is used to its last page', () => {
    // Less than it would like to grow by.
    const heap = heapOf(shared, 3);
    const first = heap.allocate(page + 100);
    const rest = 3 * page - 1024 - (page + 128);
    expect(() => heap.allocate(rest + 1)).toThrow(/dispose of tensors or use smaller batches: the memory cannot grow/);
    heap.allocate(rest);
    expect(() => heap.allocate(1)).toThrow(MemoryExhaustedError);
    heap.free(first);
    heap.allocate(page);
  });

  test('where the machine gives no more, the error says how far it came', () => {
    const heap = heapOf(shared, 1024);
    heap.memory.grow = () => {
      throw new RangeError('no');
    };
    const error = (() => {
      try {
        return heap.allocate(2 * page);
      } catch (thrown) {
        return thrown as MemoryExhaustedError;
      }
    })();
    expect(error).toMatchObject({ bytesAsked: 2 * page, bytesHeld: 0, byteLimit: page });
    expect(Reflect.get(error as object, Symbol.for('seq2seq.error'))).toBe(true);
    heap.allocate(page / 2);
  });
});

test('a heap that would lose views by growing lets wait, one of shared memory grows', () => {
  const shared = heapOf(true, 1024);
  expect(shared.allocateOrWait(2 * page)).toBeTypeOf('number');
  const heap = heapOf(false, 1024, 20 * page);
  const view = heap.u8;
  expect(heap.allocateOrWait(page / 2)).toBeTypeOf('number');
  expect(heap.allocateOrWait(10 * page)).toBeUndefined();
  expect(heap.allocateOrWait(2 * page)).toBeUndefined();
  expect(heap.bytesHeld).toBe(12.5 * page);
  expect(view.length).toBe(page);
  // What waits counts towards the budget.
  expect(() => heap.allocateOrWait(8 * page)).toThrow(MemoryExhaustedError);
  const address = heap.settle(2 * page);
  expect(view.length).toBe(0);
  expect(heap.bytesHeld).toBe(12.5 * page);
  heap.leave(10 * page);
  heap.free(address);
  expect(heap.bytesHeld).toBe(page / 2);
});
