// A training run as one safetensors file: weights, what the optimizer remembers, how far it came, and the state of randomness.
import {
  CheckpointError,
  decodeSafetensors,
  encodeSafetensors,
  randomFromSnapshot,
  type SavedTensor,
} from '@seq2seq/core';
import type { TrainingProgress } from './training-progress.ts';

/** Everything needed to go on exactly where training stood. Plain arrays: nothing to dispose. */
export type Checkpoint = {
  readonly parameters: ReadonlyMap<string, SavedTensor>;
  readonly optimizer: ReadonlyMap<string, SavedTensor>;
  readonly progress: TrainingProgress;
  /** What `randomFromSnapshot` takes. */
  readonly random: readonly number[];
};

const format = 'seq2seq.training';
const formatVersion = '1';

/** The bytes of a file, with weights as `parameters.PATH` and the optimizer's state as `optimizer.NAME`. */
export const encodeTrainingCheckpoint = (checkpoint: Checkpoint): Uint8Array => {
  const tensors = new Map<string, SavedTensor>();
  for (const [path, tensor] of checkpoint.parameters) tensors.set(`parameters.${path}`, tensor);
  for (const [name, tensor] of checkpoint.optimizer) tensors.set(`optimizer.${name}`, tensor);
  const progress = JSON.stringify(checkpoint.progress);
  const random = JSON.stringify(checkpoint.random);
  return encodeSafetensors({ tensors, metadata: { format, formatVersion, progress, random } });
};

/**
 * The checkpoint in a file's bytes; its arrays are views into them.
 *
 * @param where - how errors call the file, for example its path
 * @throws CheckpointError if the file is damaged, of another kind or of a version that is not known
 */
export const decodeTrainingCheckpoint = (bytes: Uint8Array, where: string): Checkpoint => {
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  if (metadata['format'] !== format) {
    throw new CheckpointError(
      `${where}: expected format ${format}, got ${metadata['format'] ?? 'none'}; give the file that training saved, not the model's.`,
    );
  }
  if (metadata['formatVersion'] !== formatVersion) {
    throw new CheckpointError(
      `${where}: expected format version ${formatVersion}, got ${metadata['formatVersion'] ?? 'none'}; use the release that wrote it.`,
    );
  }
  const parameters = new Map<string, SavedTensor>();
  const optimizer = new Map<string, SavedTensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith('parameters.')) parameters.set(name.slice('parameters.'.length), tensor);
    else if (name.startsWith('optimizer.')) optimizer.set(name.slice('optimizer.'.length), tensor);
    else throw damaged(where, 'names that start with parameters. or optimizer.', name);
  }
  const progress = readProgress(metadata['progress'], where);
  return { parameters, optimizer, progress, random: readRandom(metadata['random'], where) };
};

const readProgress = (text: string | undefined, where: string): TrainingProgress => {
  const saved = parse(text);
  const read = (name: keyof TrainingProgress): number => {
    const value: unknown = typeof saved === 'object' && saved !== null ? Reflect.get(saved, name) : undefined;
    const isCount = name !== 'seconds' && name !== 'tokensSeen';
    if (typeof value !== 'number' || !(value >= 0 && value < Infinity) || (isCount && !Number.isSafeInteger(value))) {
      throw damaged(where, `a count as progress.${name}`, text);
    }
    return value;
  };
  return {
    step: read('step'),
    epoch: read('epoch'),
    stepInEpoch: read('stepInEpoch'),
    tokensSeen: read('tokensSeen'),
    seconds: read('seconds'),
  };
};

const readRandom = (text: string | undefined, where: string): readonly number[] => {
  const saved = parse(text);
  const isList = Array.isArray(saved) && saved.every((item): item is number => typeof item === 'number');
  if (!isList) throw damaged(where, 'a list of numbers as the state of randomness', text);
  try {
    randomFromSnapshot(saved);
  } catch (error) {
    throw damaged(where, 'a state of randomness', String(error));
  }
  return saved;
};

const parse = (text = ''): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const damaged = (where: string, expected: string, actual = 'nothing'): CheckpointError =>
  new CheckpointError(
    `${where}: expected ${expected}, got ${actual.slice(0, 200)}; the file is damaged: copy it again.`,
  );
