import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '@seq2seq/train';
import { readBytes } from './model-folder.ts';
import { writeBeside, type WritingFileSystem } from './write-beside.ts';

/** Beside the model: weights, optimizer, progress and randomness of one moment, for exact resume. */
export const trainingFileName = 'training.safetensors';

/** @throws StorageError */
export const saveTraining = async (
  folder: string,
  checkpoint: Checkpoint,
  fileSystem?: WritingFileSystem,
): Promise<void> => writeBeside(join(folder, trainingFileName), encodeTrainingCheckpoint(checkpoint), fileSystem);

/**
 * The state of training that a folder holds, if any.
 *
 * @throws StorageError if it cannot be read; CheckpointError if it is damaged
 */
export const loadTraining = async (folder: string): Promise<Checkpoint | undefined> => {
  const path = join(folder, trainingFileName);
  return existsSync(path) ? decodeTrainingCheckpoint(await readBytes(path), path) : undefined;
};
