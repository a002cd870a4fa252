import { beforeAll, describe, expect, test } from 'vitest';
import { createHeap, type Heap } from './memory/heap.ts';
import { instantiateKernels } from './wasm/instantiate.ts';
import type { KernelFunctions } from './wasm/kernel-functions.ts';

/** The largest product of these tests; the others are corners of it. Blocks are 128 deep and 1024 columns wide. */
const [mostRows, mostDepth, mostColumns] = [13, 258, 1026];
const depths = [127, 128, 129, 130, 255, 256, 257, 258];
const columnCounts = [1023, 1024, 1025, 1026];
/** Columns behind those of the result, which must stay as they are. */
const guardColumns = 5;
const cStride = (mostColumns + guardColumns) * 4;
const untouched = -12_345;

const left = Float32Array.from({ length: mostRows * mostDepth }, (_, i) => Math.sin(i * 1.7));
const right = Float32Array.from({ length: mostDepth * mostColumns }, (_, i) => Math.cos(i * 0.3));
const at = (values: Float32Array | Float64Array, index: number): number => values[index] as number;

/** In float64: the product, and how large it would be without cancellation, on which rounding errors depend. */
const productOfDepth = (depth: number): { product: Float64Array; size: Float64Array } => {
  const product = new Float64Array(mostRows * mostColumns);
  const size = new Float64Array(mostRows * mostColumns);
  for (let i = 0; i < mostRows; i++) {
    for (let d = 0; d < depth; d++) {
      const a = at(left, i * mostDepth + d);
      for (let j = 0; j < mostColumns; j++) {
        const term = a * at(right, d * mostColumns + j);
        product[i * mostColumns + j] = at(product, i * mostColumns + j) + term;
        size[i * mostColumns + j] = at(size, i * mostColumns + j) + Math.abs(term);
      }
    }
  }
  return { product, size };
};

const transposed = (values: Float32Array, rows: number, columns: number): Float32Array =>
  Float32Array.from(values, (_, i) => at(values, (i % rows) * columns + Math.floor(i / rows)));

describe.each([{ strict: false }, { strict: true }])('strict: $strict', ({ strict }) => {
  let functions: KernelFunctions;
  let heap: Heap;
  let scratch: number;
  let c: number;
  /** Addresses and strides of the operands, stored by rows and by columns. */
  let leftSides: [number, number, number][];
  let rightSides: [number, number, number][];

  beforeAll(async () => {
    const kernels = await instantiateKernels(strict);
    functions = kernels.functions;
    heap = createHeap(kernels.memory, { start: functions.heapStart() });
    scratch = heap.allocate(functions.gemmScratchBytes());
    c = heap.allocate((mostRows + 1) * cStride);
    const store = (values: Float32Array): number => {
      const address = heap.allocate(values.byteLength);
      heap.f32.set(values, address / 4);
      return address;
    };
    leftSides = [
      [store(left), mostDepth * 4, 4],
      [store(transposed(left, mostRows, mostDepth)), 4, mostRows * 4],
    ];
    rightSides = [
      [store(right), mostColumns * 4, 4],
      [store(transposed(right, mostDepth, mostColumns)), 4, mostDepth * 4],
    ];
  });

  const result = (): Float32Array => heap.f32.subarray(c / 4, c / 4 + ((mostRows + 1) * cStride) / 4);
  const multiply = (a: number, b: number, [rows, depth, columns]: readonly number[], accumulate = 0): Float32Array => {
    functions.gemm(
      ...(leftSides[a] as [number, number, number]),
      ...(rightSides[b] as [number, number, number]),
      ...([c, cStride, rows, depth, columns, accumulate, scratch] as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ]),
    );
    return result();
  };

  /** The first place where the product is further from float64 than roundings explain, or where something was written outside. */
  const mistake = (
    size: readonly number[],
    wanted: ReturnType<typeof productOfDepth>,
    before = 0,
  ): string | undefined => {
    const [rows, depth, columns] = size as [number, number, number];
    const actual = result();
    for (let i = 0; i <= mostRows; i++) {
      for (let j = 0; j < mostColumns + guardColumns; j++) {
        const value = at(actual, (i * cStride) / 4 + j);
        const k = i * mostColumns + j;
        const isInside = i < rows && j < columns;
        const error = isInside ? Math.abs(value - before - at(wanted.product, k)) : Math.abs(value - untouched);
        const bound = isInside ? (depth + 3) * 2 ** -24 * (at(wanted.size, k) + Math.abs(before)) : 0;
        if (!(error <= bound)) return `${size.join(' x ')}: ${value} at (${i}, ${j})`;
      }
    }
    return undefined;
  };

  test.each(depths)('depth %i: all transpositions, rows from 1 to 13, columns about a block', (depth) => {
    const wanted = productOfDepth(depth);
    for (let rows = 1; rows <= mostRows; rows++) {
      for (const columns of columnCounts) {
        for (const side of [0, 1, 2, 3]) {
          result().fill(untouched);
          multiply(side & 1, side >> 1, [rows, depth, columns]);
          expect(mistake([rows, depth, columns], wanted)).toBeUndefined();
        }
      }
    }
  });

  test('small products, down to 1 x 1 and to nothing', () => {
    for (const depth of [1, 2, 3, 7, 8]) {
      const wanted = productOfDepth(depth);
      for (const rows of [0, 1, 4, 6]) {
        for (const columns of [0, 1, 7, 8, 9]) {
          for (const side of [0, 1, 2, 3]) {
            result().fill(untouched);
            multiply(side & 1, side >> 1, [rows, depth, columns]);
            expect(mistake([rows, depth, columns], wanted)).toBeUndefined();
          }
        }
      }
    }
  });

  test('no depth gives zeros, or leaves what is there if it is to be added to', () => {
    result().fill(untouched);
    multiply(0, 0, [5, 0, 11]);
    expect(mistake([5, 0, 11], productOfDepth(0))).toBeUndefined();
    result().fill(untouched);
    multiply(0, 0, [5, 0, 11], 1);
    expect(result().every((value) => value === untouched)).toBe(true);
  });

  test.each([3, 128, 257])('accumulating adds the product to what is there (depth %i)', (depth) => {
    const wanted = productOfDepth(depth);
    for (const [rows, columns] of [
      [1, 1],
      [6, 8],
      [13, 1025],
    ] as const) {
      // prettier-ignore
      result().fill(untouched);
      for (let i = 0; i < rows; i++) result().fill(7, (i * cStride) / 4, (i * cStride) / 4 + columns);
      multiply(1, 1, [rows, depth, columns], 1);
      expect(mistake([rows, depth, columns], wanted, 7)).toBeUndefined();
    }
  });

  test('operands may have strides of any kind', () => {
    const [a] = leftSides[0] as [number, number, number];
    const [b] = rightSides[0] as [number, number, number];
    result().fill(untouched);
    // Every second row and column of the operands.
    functions.gemm(a, mostDepth * 8, 8, b, mostColumns * 8, 8, c, cStride, 5, 100, 21, 0, scratch);
    for (const [i, j] of [
      [0, 0],
      [4, 20],
      [3, 17],
    ] as const) {
      // prettier-ignore
      let sum = 0;
      for (let d = 0; d < 100; d++) {
        sum += at(left, 2 * i * mostDepth + 2 * d) * at(right, 2 * d * mostColumns + 2 * j);
      }
      expect(at(result(), (i * cStride) / 4 + j)).toBeCloseTo(sum, 4);
    }
  });

  test('ranges of rows or of columns give the same bits as the whole, and so does doing it again', () => {
    const [depth, columns] = [258, 1026];
    for (const side of [0, 1, 2, 3]) {
      const whole = multiply(side & 1, side >> 1, [mostRows, depth, columns]).slice();
      const [a, aRow, aDepth] = leftSides[side & 1] as [number, number, number];
      const [b, bDepth, bColumn] = rightSides[side >> 1] as [number, number, number];
      for (const cut of [1, 4, 6, 7, 12]) {
        result().fill(untouched);
        const rest = mostRows - cut;
        functions.gemm(a, aRow, aDepth, b, bDepth, bColumn, c, cStride, cut, depth, columns, 0, scratch);
        const [lower, target] = [a + cut * aRow, c + cut * cStride];
        functions.gemm(lower, aRow, aDepth, b, bDepth, bColumn, target, cStride, rest, depth, columns, 0, scratch);
        expect(sameBits(result(), whole, mostRows)).toBe(true);
      }
      for (const cut of [1, 8, 515, 1023, 1024]) {
        result().fill(untouched);
        const rest = columns - cut;
        functions.gemm(a, aRow, aDepth, b, bDepth, bColumn, c, cStride, mostRows, depth, cut, 0, scratch);
        const [further, target] = [b + cut * bColumn, c + cut * 4];
        functions.gemm(a, aRow, aDepth, further, bDepth, bColumn, target, cStride, mostRows, depth, rest, 0, scratch);
        expect(sameBits(result(), whole, mostRows)).toBe(true);
      }
    }
  });

  test('one row is the same bits whether it is computed alone or among others, stored by rows or by columns', () => {
    const whole = multiply(0, 0, [mostRows, 258, 1026]).slice();
    for (const side of [1, 2, 3]) {
      multiply(side & 1, side >> 1, [mostRows, 258, 1026]);
      expect(sameBits(result(), whole, mostRows)).toBe(true);
    }
    multiply(0, 0, [1, 258, 1026]);
    expect(sameBits(result(), whole, 1)).toBe(true);
  });
});

const sameBits = (a: Float32Array, b: Float32Array, rows: number): boolean => {
  for (let i = 0; i < rows; i++) {
    const row = (i * cStride) / 4;
    for (let j = row; j < row + mostColumns; j++) if (!Object.is(a[j], b[j])) return false;
  }
  return true;
};
