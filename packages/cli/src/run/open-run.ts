import { CheckpointError } from '@seq2seq/core';
import type { Checkpoint } from '@seq2seq/train';
import type { Catalog, TextModel } from 'seq2seq';
import { checkOurs, loadModel, loadTraining, trainingFileName } from 'seq2seq/node';
import { hasModel } from './run-files.ts';

/** What a folder already holds of a run. */
export type OpenedRun = { readonly textModel: TextModel; readonly checkpoint: Checkpoint };

/**
 * The run that a folder holds, ready to go on; undefined if there is none yet, or only the beginning of a first save.
 *
 * @param catalog - the kinds that it may be made of; the built-in ones by default
 * @throws StorageError if the folder holds something else; CheckpointError if the run is damaged
 */
export const openRun = async (folder: string, catalog?: Catalog): Promise<OpenedRun | undefined> => {
  if (!(await checkOurs(folder))) return undefined;
  const checkpoint = await loadTraining(folder);
  if (!hasModel(folder) && (checkpoint?.progress.step ?? 0) === 0) return undefined;
  if (!checkpoint) {
    throw new CheckpointError(
      `${folder}: expected a run to go on with, but there is a model without ${trainingFileName}; name another folder, or start over with --fresh.`,
    );
  }
  return { textModel: await loadModel(folder, catalog), checkpoint };
};
