import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** A tensor or a plain nesting of tensors: what states and prepared memories are made of. Every leaf has the batch on axis 0. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [name: string]: TensorTree };

const isTensor = (tree: TensorTree): tree is Tensor => tree instanceof tf.Tensor;

/** The same nesting with every tensor replaced by `change(tensor)`. */
export const mapTensors = <Tree extends TensorTree>(tree: Tree, change: (leaf: Tensor) => Tensor): Tree => {
  const walk = (node: TensorTree): TensorTree => {
    if (isTensor(node)) return change(node);
    if (Array.isArray(node)) return node.map(walk);
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, walk(child)]));
  };
  return walk(tree) as Tree;
};

/** Every tensor of the nesting, in order. */
export const listTensors = (tree: TensorTree): Tensor[] => {
  const tensors: Tensor[] = [];
  const walk = (node: TensorTree): void => {
    if (isTensor(node)) tensors.push(node);
    else if (Array.isArray(node)) node.forEach(walk);
    else Object.values(node).forEach(walk);
  };
  walk(tree);
  return tensors;
};

/** A new tree whose row i is old row `rows[i]`: what reorders a search, whatever the state is made of. */
export const gatherRows = <Tree extends TensorTree>(tree: Tree, rows: Int32Array): Tree =>
  tidyTree(() => {
    const indices: Tensor1D = tf.tensor1d(rows, 'int32');
    return mapTensors(tree, (leaf) => tf.gather(leaf, indices, 0));
  });

/** `tf.tidy` for trees: what the function returns survives, everything else that it made does not. */
export const tidyTree = <Tree extends TensorTree>(compute: () => Tree): Tree => {
  let tree: Tree | undefined;
  // A list: tidy takes longer to find the tensors of a tree, and its type refuses readonly records.
  tf.tidy(() => listTensors((tree = compute())));
  return tree as Tree;
};

/** Gives the memory of every tensor in the tree back. */
export const disposeTree = (tree: TensorTree): void => {
  for (const tensor of listTensors(tree)) tensor.dispose();
};
