import { expect, test } from 'vitest';
import { pieces } from '../processes/__fixtures__/pieces.ts';
import type { Entrant } from '../rounds/alternate.ts';
import { kernelTables } from './kernel-tables.ts';
import { measureKernels } from './measure-kernels.ts';
import { productName, products } from './products.ts';

/** Three rounds: every product takes 4, 2 and 8 ms relaxed, every function 65,536, 32,768 and 131,072 ns; strict takes double. */
const start = async ({ label }: Entrant) => {
  let round = -3;
  return {
    about: {},
    work: pieces(async () => {
      const factor = [1, 0.5, 2][round++] ?? 1000;
      const slowness = label === 'strict' ? 2 * factor : factor;
      const names = products.flatMap((product) => [`matMul ${productName(product)}`, `gemm ${productName(product)}`]);
      const ofProducts = Object.fromEntries(names.map((name) => [name, 4e6 * slowness]));
      const ofFunctions = Object.fromEntries(
        ['exp', 'tanh', 'sigmoid', 'softmax', 'add', 'copy'].map((name) => [name, 65_536 * slowness]),
      );
      return { milliseconds: 1, figures: { ...ofProducts, ...ofFunctions } };
    }),
    end: () => undefined,
  };
};

test('products are counted in operations per core, functions in time an element', async () => {
  const readings = await measureKernels(2, 3, { start });
  expect(readings).toHaveLength(2 * (2 * 10 + 6));
  const shape = '1024×512×512 Aᵀ·B';
  const find = (kernel: string, build: string) =>
    readings.find((reading) => reading.kernel === kernel && reading.build === build && reading.shape.startsWith('1'));
  // 2 · 1024 · 512 · 512 = 536,870,912 operations in 4 ms are 134.2 GFLOP/s; in 2 ms 268.4.
  const alone = readings.find((one) => one.kernel === 'gemm' && one.build === 'relaxed' && one.shape === shape);
  expect(alone).toMatchObject({ threads: 1, unit: 'GFLOP/s per core' });
  expect(alone?.median).toBeCloseTo(134.218, 2);
  expect(alone?.best).toBeCloseTo(268.435, 2);
  // Two threads share the work of one core each.
  const shared = readings.find((one) => one.kernel === 'matMul' && one.build === 'strict' && one.shape === shape);
  expect(shared?.threads).toBe(2);
  expect(shared?.median).toBeCloseTo(134.218 / 4, 2);
  // 128 · 256 = 32,768 elements in 65,536 ns.
  expect(find('tanh', 'relaxed')).toMatchObject({ shape: '128×256', unit: 'ns an element', median: 2, best: 1 });
  expect(find('tanh', 'strict')).toMatchObject({ median: 4, best: 2 });
});

test('tables have a row for each product and function, and a column for each build', async () => {
  const tables = kernelTables(await measureKernels(2, 3, { start })).split('\n');
  expect(tables.find((line) => line.startsWith('| 1024×512×512 Aᵀ·B |'))).toBe(
    '| 1024×512×512 Aᵀ·B | 67.1 (134.2) | 134.2 (268.4) | 33.6 (67.1) | 67.1 (134.2) |',
  );
  expect(tables).toContain('| copy | 2.00 (1.00) | 4.00 (2.00) |');
  expect(tables).toHaveLength(2 + 10 + 1 + 2 + 6);
});
