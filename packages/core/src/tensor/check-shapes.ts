import type { Tensor } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors/shape-error.ts';

type AxisNames<Pattern extends string> = Pattern extends `${infer First} ${infer Rest}`
  ? AxisNames<First> | AxisNames<Rest>
  : Pattern extends `${number}` | ''
    ? never
    : Pattern;

type Checked = Readonly<Record<string, readonly [tensor: Tensor, axes: string]>>;
type Axes<Tensors extends Checked> = { readonly [Name in AxisNames<Tensors[keyof Tensors][1]>]: number };

/**
 * Names the axes for the reader, checks them for the caller, and gives their sizes.
 *
 * `const { B, S } = checkShapes('mlpScorer.prepare', { values: [values, 'B S D'] })`. A letter stands for one size wherever it
 * appears; a number stands for itself.
 *
 * @throws ShapeError that names the argument, the expected and the actual shape
 */
export const checkShapes = <const Tensors extends Checked>(where: string, tensors: Tensors): Axes<Tensors> => {
  const sizes: Record<string, number> = {};
  for (const [name, [tensor, pattern]] of Object.entries(tensors)) {
    const axes = pattern === '' ? [] : pattern.split(' ');
    const fits =
      axes.length === tensor.shape.length &&
      axes.every((axis, i) => {
        const actual = tensor.shape[i] as number;
        const wanted = /^\d/.test(axis) ? Number(axis) : (sizes[axis] ??= actual);
        return wanted === actual;
      });
    if (!fits) throw mismatch(where, name, axes, sizes, tensor.shape);
  }
  return sizes as Axes<Tensors>;
};

const mismatch = (
  where: string,
  name: string,
  axes: readonly string[],
  sizes: Readonly<Record<string, number>>,
  actual: readonly number[],
): ShapeError => {
  const expected = `[${axes.join(', ')}]`;
  const known = [...new Set(axes)].filter(
    (axis) => !/^\d/.test(axis) && sizes[axis] !== undefined && actual.length === axes.length,
  );
  const meaning = known.length > 0 ? ` with ${known.map((axis) => `${axis} = ${sizes[axis]}`).join(', ')}` : '';
  return new ShapeError(
    `${where}: ${name} should be ${expected}${meaning}, but is [${actual.join(', ')}]; check what was passed as ${name}.`,
    expected,
    actual,
  );
};
