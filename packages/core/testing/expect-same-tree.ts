import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorTree } from '../src/tensor/tensor-tree.ts';
import { type Closeness, expectClose } from './expect-close.ts';

/** The numbers of a tree at one moment, by path, for example `layers.0.hidden`. */
export type TreeSnapshot = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

/** Not one rounding apart. */
export const exactly: Closeness = { absolute: 0, relative: 0 };

/** A copy of all numbers, which nothing that happens to the tree later can change. */
export const snapshotOf = (tree: TensorTree): TreeSnapshot =>
  new Map(
    leavesOf(tree).map(([path, leaf]) => {
      if (leaf.isDisposed) throw new Error(`${path} was disposed, but it belongs to who gave it.`);
      return [path, { shape: [...leaf.shape], values: Float32Array.from(leaf.dataSync()) }];
    }),
  );

/**
 * Fails unless both have the same parts, of the same shapes and with close numbers.
 *
 * @param what - of what these are the numbers, for messages
 * @throws Error that names the part, the place in it, and both numbers
 */
export const expectSameTree = (
  what: string,
  actual: TreeSnapshot,
  wanted: TreeSnapshot,
  closeness: Closeness = {},
): void => {
  const [parts, wantedParts] = [actual, wanted].map((tree) => [...tree.keys()].toSorted().join(', '));
  if (parts !== wantedParts) throw new Error(`${what}: got the parts [${parts}], expected [${wantedParts}].`);
  for (const [path, { shape, values }] of actual) {
    const other = wanted.get(path) as { readonly shape: readonly number[]; readonly values: Float32Array };
    const name = path === '' ? what : `${what}, ${path}`;
    if (shape.join() !== other.shape.join()) {
      throw new Error(`${name}: got the shape [${shape.join(', ')}], expected [${other.shape.join(', ')}].`);
    }
    try {
      expectClose(values, other.values, closeness);
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
  }
};

/** Every tensor of a tree with the way to it. */
export const leavesOf = (tree: TensorTree, path = ''): [path: string, leaf: Tensor][] =>
  tree instanceof tf.Tensor
    ? [[path, tree]]
    : Object.entries(tree as { readonly [name: string]: TensorTree }).flatMap(([name, child]) =>
        leavesOf(child, path === '' ? name : `${path}.${name}`),
      );
