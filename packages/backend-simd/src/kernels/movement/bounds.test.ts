import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHeap, type Heap } from '../../memory/heap.ts';
import { createJobRunner, type JobRunner, jobs } from '../../threads/job-runner.ts';
import { instantiateKernels } from '../../wasm/instantiate.ts';
import type { KernelFunctions } from '../../wasm/kernel-functions.ts';

const regionBytes = 2 ** 16;
/** Sources lie in the lower half of the region, results in the upper. */
const half = regionBytes / 2;

describe.each([{ strict: false }, { strict: true }])(
  'strict: $strict: kernels write their result and nothing beside',
  ({ strict }) => {
    let functions: KernelFunctions;
    let heap: Heap;
    let runner: JobRunner;
    let start: number;

    beforeAll(async () => {
      const kernels = await instantiateKernels(strict);
      functions = kernels.functions;
      heap = createHeap(kernels.memory, { start: functions.heapStart() });
      runner = await createJobRunner({ ...kernels, heap, threads: 3 });
      start = heap.allocate(regionBytes);
    });

    afterAll(() => runner.dispose());

    /** Runs a kernel on the region and plain loops on a copy of it; all bytes must come out the same. */
    const expectSameRegion = (
      kernel: (start: number) => void,
      loops: (bytes: DataView) => void,
      setUp?: (bytes: DataView) => void,
    ): void => {
      const region = heap.u8.subarray(start, start + regionBytes);
      for (let i = 0; i < regionBytes; i++) region[i] = (i * 73 + (i >> 8)) & 0x3f;
      setUp?.(new DataView(region.buffer, start, regionBytes));
      const copy = region.slice();
      kernel(start);
      loops(new DataView(copy.buffer));
      if (Buffer.compare(copy, region) !== 0) expect(region.slice()).toEqual(copy);
    };

    const count = fc.integer({ min: 0, max: 9 });
    const offset = fc.integer({ min: 0, max: 70 });

    test('copyRuns, runs of any length at any address', () => {
      const property = fc.property(
        count,
        fc.integer({ min: 0, max: 200 }),
        offset,
        offset,
        offset,
        (runs, bytes, gap, toGap, shift) => {
          const [fromStride, toStride, to] = [bytes + gap, bytes + toGap, half + shift];
          expectSameRegion(
            (at) => functions.copyRuns(at + shift, fromStride, at + to, toStride, runs, bytes),
            (view) => {
              for (let run = 0; run < runs; run++) {
                for (let i = 0; i < bytes; i++)
                  view.setUint8(to + run * toStride + i, view.getUint8(shift + run * fromStride + i));
              }
            },
          );
        },
      );
      fc.assert(property, { seed: 1, numRuns: 200 });
    });

    test('copyBox, along strides that repeat and that go backwards', () => {
      const size = fc.integer({ min: 1, max: 5 });
      const stride = fc.constantFrom(0, 1, 4, 8, -1, -4, 52);
      const property = fc.property(
        fc.tuple(size, size, size, fc.integer({ min: 0, max: 40 })),
        fc.tuple(stride, stride, stride, stride),
        fc.constantFrom<(1 | 4)[]>(1, 4),
        (sizes, from, element) => {
          const [a, b, c, d] = sizes;
          const source = 8000;
          const target = half + 4;
          const to = [b * c * d * element, c * d * element, d * element, element] as const;
          expectSameRegion(
            (at) =>
              functions.copyBox(
                ...([at + source, at + target, a, from[0], to[0], b, from[1], to[1]] as const),
                ...([c, from[2], to[2], d, from[3], to[3], element] as const),
              ),
            (view) => {
              let place = target;
              for (let i = 0; i < a; i++)
                for (let j = 0; j < b; j++)
                  for (let k = 0; k < c; k++)
                    for (let l = 0; l < d; l++)
                      for (let byte = 0; byte < element; byte++)
                        view.setUint8(
                          place++,
                          view.getUint8(source + i * from[0] + j * from[1] + k * from[2] + l * from[3] + byte),
                        );
            },
          );
        },
      );
      fc.assert(property, { seed: 1, numRuns: 200 });
    });

    test('turnBox, matrices of any size inside of larger ones', () => {
      const side = fc.integer({ min: 0, max: 39 });
      const property = fc.property(
        side,
        side,
        fc.nat(3),
        fc.nat(3),
        fc.integer({ min: 1, max: 2 }),
        (rows, columns, gap, toGap, boxes) => {
          const [fromRow, toColumn] = [(columns + gap) * 4, (rows + toGap) * 4];
          const [fromBox, toBox] = [rows * fromRow, columns * toColumn];
          const target = half + 12;
          expectSameRegion(
            (at) =>
              functions.turnBox(at, at + target, 1, 0, 0, boxes, fromBox, toBox, rows, fromRow, columns, toColumn),
            (view) => {
              for (let box = 0; box < boxes; box++)
                for (let i = 0; i < rows; i++)
                  for (let j = 0; j < columns; j++)
                    view.setUint32(
                      target + box * toBox + j * toColumn + i * 4,
                      view.getUint32(box * fromBox + i * fromRow + j * 4),
                    );
            },
          );
        },
      );
      fc.assert(property, { seed: 1, numRuns: 200 });
    });

    test('fillWords and fillBytes', () => {
      const property = fc.property(fc.nat(70), offset, fc.integer(), (length, shift, bits) => {
        const to = half + shift * 4;
        expectSameRegion(
          (at) => functions.fillWords(at + to, length, bits),
          (view) => {
            for (let i = 0; i < length; i++) view.setInt32(to + i * 4, bits, true);
          },
        );
        expectSameRegion(
          (at) => functions.fillBytes(at + to, length, bits),
          (view) => {
            for (let i = 0; i < length; i++) view.setUint8(to + i, bits & 255);
          },
        );
      });
      fc.assert(property, { seed: 1, numRuns: 100 });
    });

    test('gatherRows, oneHot and segmentSum, indexed rows', () => {
      const property = fc.property(fc.nat(20), fc.integer({ min: 1, max: 7 }), fc.nat(45), (rows, limit, width) => {
        const [table, to] = [1024, half + 4];
        const idOf = (row: number): number => (row * 5 + 2) % limit;
        const writeIds = (view: DataView): void => {
          for (let row = 0; row < rows; row++) view.setInt32(row * 4, idOf(row), true);
          for (let i = 0; i < 1000; i++) view.setFloat32(table + i * 4, Math.fround(i / 7), true);
        };
        expectSameRegion(
          (at) => expect(functions.gatherRows(at + table, at, at + to, 1, 1, limit, rows, width)).toBe(-1),
          (view) => {
            for (let row = 0; row < rows; row++)
              for (let i = 0; i < width; i++)
                view.setUint8(to + row * width + i, view.getUint8(table + idOf(row) * width + i));
          },
          writeIds,
        );
        expectSameRegion(
          (at) => functions.oneHot(at, rows, width, at + to, 7, 9),
          (view) => {
            for (let row = 0; row < rows; row++)
              for (let i = 0; i < width; i++) view.setInt32(to + (row * width + i) * 4, i === idOf(row) ? 7 : 9, true);
          },
          writeIds,
        );
        expectSameRegion(
          (at) => {
            const words = [at + table, width * 4, at, rows, at + to, width * 4 + 8, limit, width];
            runner.run(jobs.segmentSum, words);
          },
          (view) => {
            const place = (segment: number, i: number): number => to + segment * (width * 4 + 8) + i * 4;
            for (let segment = 0; segment < limit; segment++)
              for (let i = 0; i < width; i++) view.setFloat32(place(segment, i), 0, true);
            for (let row = 0; row < rows; row++)
              for (let i = 0; i < width; i++) {
                const sum =
                  view.getFloat32(place(idOf(row), i), true) + view.getFloat32(table + (row * width + i) * 4, true);
                view.setFloat32(place(idOf(row), i), sum, true);
              }
          },
          writeIds,
        );
      });
      fc.assert(property, { seed: 1, numRuns: 100 });
    });

    test('topK', () => {
      const property = fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (size, anyK) => {
        const k = (anyK % size) + 1;
        const [values, indices] = [half + 4, half + 2048];
        const valueOf = (i: number): number => (i * 17) % 23;
        expectSameRegion(
          (at) => functions.topK(at, 1, size, k, at + values, at + indices),
          (view) => {
            const order = Array.from({ length: size }, (_, i) => i).toSorted(
              (i, j) => valueOf(j) - valueOf(i) || i - j,
            );
            for (const [place, i] of order.slice(0, k).entries()) {
              view.setFloat32(values + place * 4, valueOf(i), true);
              view.setInt32(indices + place * 4, i, true);
            }
          },
          (view) => {
            for (let i = 0; i < size; i++) view.setFloat32(i * 4, valueOf(i), true);
          },
        );
      });
      fc.assert(property, { seed: 1, numRuns: 100 });
    });
  },
);
