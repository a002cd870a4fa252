import { rm } from 'node:fs/promises';
import { CheckpointError } from '@seq2seq/core';
import type { Checkpoint } from '@seq2seq/train';
import type { TextModel } from 'seq2seq';
import { checkOurs, loadModel, loadTraining } from 'seq2seq/node';

/** What a folder already holds of a run. */
export type OpenedRun = { readonly textModel: TextModel; readonly checkpoint: Checkpoint };

/**
 * The run that a folder holds, ready to go on; undefined if there is none yet or it is to start over.
 *
 * @param fresh - delete what is there; only a run of ours is ever deleted
 * @throws StorageError if the folder holds something else; CheckpointError if the run is damaged
 */
export const openRun = async (
  folder: string,
  { fresh }: { readonly fresh: boolean },
): Promise<OpenedRun | undefined> => {
  if (!(await checkOurs(folder))) return undefined;
  if (fresh) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const checkpoint = await loadTraining(folder);
  if (!checkpoint) {
    throw new CheckpointError(
      `${folder}: there is a model but no training.safetensors, so training cannot go on from it; start over with --fresh or name another folder.`,
    );
  }
  return { textModel: await loadModel(folder), checkpoint };
};
