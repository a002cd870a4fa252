import type { SimdBackend } from '../../simd-backend.ts';

/** One axis of a copy: how many steps, and how many bytes one is in the source and in the target. */
type CopyAxis = { readonly size: number; readonly from: number; readonly to: number };

type FourAxes = readonly [CopyAxis, CopyAxis, CopyAxis, CopyAxis];

const nothing: CopyAxis = { size: 1, from: 0, to: 0 };

/**
 * Copies a box of any number of axes between any two layouts. Axes that follow each other in both layouts become one, so that most
 * copies turn out to be of few, long runs.
 *
 * @param axes - outermost first; a stride may be 0 or negative in the source
 */
export const copyAxes = (
  simd: SimdBackend,
  from: number,
  to: number,
  axes: readonly CopyAxis[],
  elementBytes: 1 | 4,
): void => {
  if (axes.some(({ size }) => size === 0)) return;
  const merged = mergeAxes(axes);
  const turned = elementBytes === 4 ? turnedAxis(merged) : undefined;
  const ordered = turned ? [...merged.filter((axis) => axis !== turned), turned] : merged;
  const inner = [nothing, nothing, nothing, nothing, ...ordered].slice(-4) as unknown as FourAxes;
  const copy = turned ? turnInner : copyInner;
  forEachPlace(ordered.slice(0, -4), from, to, (source, target) => copy(simd, source, target, inner, elementBytes));
};

/** Bytes of one step along each axis of a tensor of that shape. */
export const stridesOf = (shape: readonly number[], elementBytes: number): number[] => {
  const strides = Array.from(shape, () => elementBytes);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
};

const mergeAxes = (axes: readonly CopyAxis[]): CopyAxis[] => {
  const merged: CopyAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = merged.at(-1);
    if (outer && outer.from === axis.from * axis.size && outer.to === axis.to * axis.size) {
      merged[merged.length - 1] = { ...axis, size: outer.size * axis.size };
    } else merged.push(axis);
  }
  return merged;
};

/** The axis along which the source has its values side by side, if in the target that is another one: a matrix is to be turned. */
const turnedAxis = (axes: readonly CopyAxis[]): CopyAxis | undefined => {
  const last = axes.at(-1);
  if (last?.to !== 4 || last.from === 4 || last.from === 0) return undefined;
  return axes.find(({ from }) => from === 4);
};

const copyInner = (simd: SimdBackend, from: number, to: number, [a, b, c, d]: FourAxes, elementBytes: 1 | 4): void =>
  simd.functions.copyBox(
    from,
    to,
    a.size,
    a.from,
    a.to,
    b.size,
    b.from,
    b.to,
    c.size,
    c.from,
    c.to,
    d.size,
    d.from,
    d.to,
    elementBytes,
  );

const turnInner = (simd: SimdBackend, from: number, to: number, [a, b, rows, columns]: FourAxes): void =>
  simd.functions.turnBox(
    from,
    to,
    a.size,
    a.from,
    a.to,
    b.size,
    b.from,
    b.to,
    rows.size,
    rows.from,
    columns.size,
    columns.to,
  );

const forEachPlace = (
  axes: readonly CopyAxis[],
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void => {
  const [outer, ...rest] = axes;
  if (!outer) visit(from, to);
  else {
    for (let i = 0; i < outer.size; i++) forEachPlace(rest, from + i * outer.from, to + i * outer.to, visit);
  }
};
