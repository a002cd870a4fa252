// A model's weights as named arrays and back. Nothing is assigned unless everything fits: a half-loaded model would train and translate
// without a word, only badly.
import * as tf from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { byteLengthOf, float32Of, savedFloat32, type SavedTensor } from './saved-tensor.ts';

/** What can be saved and loaded by path: a `ParameterStore`, or a `Map` such as an optimizer keeps. */
export interface NamedVariables {
  entries(): IterableIterator<[path: string, value: Variable]>;
}

/** The weights as they are at the call, copied out of the backend. */
export const saveParameters = async (store: NamedVariables): Promise<Map<string, SavedTensor>> => {
  // All reads are asked for before the first await, so that a step in between cannot mix old and new weights.
  const reads = [...store.entries()].map(async ([path, variable]): Promise<[string, SavedTensor]> => {
    const { shape } = variable;
    return [path, savedFloat32((await variable.data()) as Float32Array, shape)];
  });
  return new Map(await Promise.all(reads));
};

/**
 * Puts saved values into the weights; F16 is widened.
 *
 * @param where - how errors call the checkpoint, for example its file name
 * @throws CheckpointError that lists everything missing, unexpected or of another shape or type; no weight is changed then
 */
export const assignParameters = (
  store: NamedVariables,
  tensors: ReadonlyMap<string, SavedTensor>,
  where: string,
): void => {
  checkParameters(store, tensors, where);
  for (const [path, variable] of store.entries()) {
    // A copy, since a backend may keep the array that it is given and the bytes belong to the caller.
    const values = float32Of(tensors.get(path) as SavedTensor, path).slice();
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
  }
};

/**
 * Whether {@link assignParameters} would succeed, changing nothing.
 *
 * @throws CheckpointError as `assignParameters` does
 */
export const checkParameters = (
  store: NamedVariables,
  tensors: ReadonlyMap<string, SavedTensor>,
  where: string,
): void => {
  const unexpected = new Set(tensors.keys());
  const mismatches: string[] = [];
  for (const [path, variable] of store.entries()) {
    unexpected.delete(path);
    const mismatch = compare(path, tensors.get(path), variable.shape);
    if (mismatch !== undefined) mismatches.push(mismatch);
  }
  for (const path of unexpected) mismatches.push(`${path}: checkpoint has it, model does not`);
  if (mismatches.length === 0) return;
  throw new CheckpointError(
    `${where}: ${mismatches.length} of the saved weights do not fit; build the model from the config that was saved with them.\n` +
      mismatches.map((line) => `  ${line}`).join('\n'),
    mismatches,
  );
};

const compare = (path: string, saved: SavedTensor | undefined, shape: readonly number[]): string | undefined => {
  const wanted = `[${shape.join(', ')}]`;
  if (saved === undefined) return `${path}: checkpoint does not have it, model wants ${wanted}`;
  const actual = `[${saved.shape.join(', ')}]`;
  if (actual !== wanted) return `${path}: checkpoint has ${actual}, model wants ${wanted}`;
  if (saved.dtype === 'I32') return `${path}: checkpoint has I32, model wants F32`;
  const bytes = byteLengthOf(saved);
  return saved.bytes.byteLength === bytes
    ? undefined
    : `${path}: checkpoint has ${saved.bytes.byteLength} bytes, ${actual} of ${saved.dtype} takes ${bytes}`;
};
