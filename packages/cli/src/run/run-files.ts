// What a run keeps in its folder, and in which order it comes and goes. `config.json` makes a folder ours, so it comes first and stays;
// `model.safetensors` makes a run whole, so it comes last. So whatever interrupts a beginning, the same command begins again.
import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '@seq2seq/train';
import { encodeModel, isModelFile, modelFileNames, type TextModel } from 'seq2seq';
import {
  checkOurs,
  makeFolder,
  saveModel,
  saveTraining,
  storageError,
  trainingFileName,
  writeBeside,
} from 'seq2seq/node';

/** What a run has beside the files of its model. */
export const runFileNames: Readonly<Record<'log' | 'loss' | 'job' | 'attention', string>> = {
  log: 'log.jsonl',
  loss: 'loss.svg',
  job: 'job.json',
  attention: 'attention',
};

/** All but `config.json`, in the order of deletion. */
const filesOfRun: readonly string[] = [
  runFileNames.job,
  runFileNames.log,
  runFileNames.loss,
  trainingFileName,
  modelFileNames.weights,
  modelFileNames.sourceVocabulary,
  modelFileNames.targetVocabulary,
];

/** Whether a folder holds a whole model, not only the beginning of a first save. */
export const hasModel = (folder: string): boolean => existsSync(join(folder, modelFileNames.weights));

/**
 * Begins a run: deletes an earlier one of ours, then saves the untrained model with the state of its training. If that fails, nothing
 * of it stays.
 *
 * @throws StorageError if the folder holds something else, or cannot be written
 */
export const beginRun = async (folder: string, textModel: TextModel, start: Checkpoint): Promise<void> => {
  await checkOurs(folder);
  const isNew = !existsSync(folder);
  await makeFolder(folder);
  await deleteRun(folder);
  try {
    const config = (await encodeModel(textModel)).get(modelFileNames.config) as Uint8Array;
    await writeBeside(join(folder, modelFileNames.config), config);
    await saveTraining(folder, start);
    await saveModel(folder, textModel);
  } catch (error) {
    await deleteRun(folder).catch(() => {});
    await rm(join(folder, modelFileNames.config), { force: true }).catch(() => {});
    if (isNew) await rmdir(folder).catch(() => {});
    throw error;
  }
};

/** Deletes the files of a run, half-written ones too, and nothing that somebody else put beside them. */
const deleteRun = async (folder: string): Promise<void> => {
  const attention = join(folder, runFileNames.attention);
  try {
    const pictures = existsSync(attention) ? await readdir(attention) : [];
    for (const picture of pictures) if (/\.svg(\.new)?$/.test(picture)) await rm(join(attention, picture));
    if (pictures.length > 0) await rmdir(attention).catch(() => {});
    // How many factors its source had, only the folder knows.
    const ofModel = (await readdir(folder)).map((name) => name.replace(/\.new$/, '')).filter(isModelFile);
    const names = new Set([...filesOfRun, ...ofModel]);
    names.delete(modelFileNames.config);
    for (const name of names) {
      await rm(join(folder, name), { force: true });
      await rm(join(folder, `${name}.new`), { force: true });
    }
  } catch (error) {
    throw storageError('write', folder, error);
  }
};
