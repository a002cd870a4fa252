import { markdownTable } from '../compare/markdown-table.ts';
import { elementwiseNames, elementwiseShape } from './elementwise.ts';
import { type Build, builds, type KernelReading } from './measure-kernels.ts';
import { productName, products } from './products.ts';

/** Two tables: products in GFLOP/s per core, functions in nanoseconds an element; medians, and the best round in brackets. */
export const kernelTables = (readings: readonly KernelReading[]): string => {
  const cell = (build: Build, kernel: KernelReading['kernel'], shape: string): string => {
    const reading = readings.find((one) => one.build === build && one.kernel === kernel && one.shape === shape);
    if (!reading) return '';
    const digits = reading.unit === 'ns an element' ? 2 : 1;
    return `${reading.median.toFixed(digits)} (${reading.best.toFixed(digits)})`;
  };
  const threads = readings.find(({ kernel }) => kernel === 'matMul')?.threads ?? 1;
  const matMul = `tf.matMul, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
  const productRows = products
    .map(productName)
    .map((shape) => [shape, ...builds.flatMap((build) => [cell(build, 'matMul', shape), cell(build, 'gemm', shape)])]);
  const elementwiseRows = elementwiseNames.map((name) => [
    name,
    ...builds.map((build) => cell(build, name, elementwiseShape.join('×'))),
  ]);
  return [
    markdownTable(
      ['GFLOP/s per core', ...builds.flatMap((build) => [`${build}: ${matMul}`, `${build}: alone, one thread`])],
      productRows,
    ),
    markdownTable([`ns an element of ${elementwiseShape.join('×')}`, ...builds], elementwiseRows),
  ].join('\n\n');
};
