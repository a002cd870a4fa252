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
  for (const name of Object.keys(tensors)) {
    const [{ shape }, pattern] = tensors[name] as Checked[string];
    const axes = pattern === '' ? [] : pattern.split(' ');
    if (!fits(shape, axes, sizes)) throw mismatch(where, name, axes, sizes, shape);
  }
  return sizes as Axes<Tensors>;
};

/** Every step of a search comes by here: no expressions, no closures. Letters that are met for the first time get their sizes. */
const fits = (shape: readonly number[], axes: readonly string[], sizes: Record<string, number>): boolean => {
  if (axes.length !== shape.length) return false;
  for (let i = 0; i < axes.length; i++) {
    const axis = axes[i] as string;
    const wanted = isNumber(axis) ? Number(axis) : (sizes[axis] ??= shape[i] as number);
    if (wanted !== shape[i]) return false;
  }
  return true;
};

const isNumber = (axis: string): boolean => axis >= '0' && axis < ':';

const mismatch = (
  where: string,
  name: string,
  axes: readonly string[],
  sizes: Readonly<Record<string, number>>,
  actual: readonly number[],
): ShapeError => {
  const expected = `[${axes.join(', ')}]`;
  const known = [...new Set(axes)].filter(
    (axis) => !isNumber(axis) && sizes[axis] !== undefined && actual.length === axes.length,
  );
  const meaning = known.length > 0 ? ` with ${known.map((axis) => `${axis} = ${sizes[axis]}`).join(', ')}` : '';
  return new ShapeError(
    `${where}: ${name} should be ${expected}${meaning}, but is [${actual.join(', ')}]; check what was passed as ${name}.`,
    expected,
    actual,
  );
};
