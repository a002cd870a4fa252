import { expect, test } from 'vitest';
import { kernelsAndHeap } from '../threads/__fixtures__/kernels-and-heap.ts';
import { Scratch, type ScratchId } from './scratch.ts';

test('parts lie side by side, and all room goes back', async () => {
  const { heap } = await kernelsAndHeap();
  const before = heap.bytesHeld;
  const scratch = new Scratch(heap);
  const parts = [scratch.take([2, 3]), scratch.take([]), scratch.take([5])];
  expect(parts.map(({ shape, dtype }) => [shape, dtype])).toEqual([
    [[2, 3], 'float32'],
    [[], 'float32'],
    [[5], 'float32'],
  ]);
  const places = parts.map(({ dataId }) => (dataId as ScratchId).address).toSorted((a, b) => a - b);
  expect(new Set(places).size).toBe(3);
  expect(heap.bytesHeld - before).toBeGreaterThanOrEqual((6 + 1 + 5) * 4);
  scratch.release();
  expect(heap.bytesHeld).toBe(before);
  scratch.release();
  expect(heap.bytesHeld).toBe(before);
});
