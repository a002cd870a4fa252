import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { decodeModel, encodeModel, isModelFile, modelFileNames } from '../text/model-files.ts';
import type { TextModel } from '../text/text-model.ts';
import { makeFolder } from './make-folder.ts';
import { loadPlugIns } from './plug-ins.ts';
import { StorageError, storageError } from './storage-error.ts';
import { writeAllBeside, type WritingFileSystem } from './write-beside.ts';

/**
 * Saves a model in a folder, which is made if it does not exist. No file replaces an old one before all are
 * written whole, so a full disk leaves the old model as it was; the weights come last.
 *
 * @throws StorageError if the folder holds something else, or cannot be written
 */
export const saveModel = async (
  folder: string,
  textModel: TextModel,
  fileSystem?: WritingFileSystem,
): Promise<void> => {
  await checkOurs(folder);
  const files = await encodeModel(textModel);
  await makeFolder(folder);
  await writeAllBeside(new Map([...files].map(([name, bytes]) => [join(folder, name), bytes])), fileSystem);
};

/** Kinds of one's own replace the built-in ones of their part. */
export type LoadOptions = Partial<Catalog> & {
  /** Whether code that the config names, "./my-scorer.ts", may run. Default: false. */
  readonly allowCode?: boolean;
};

/**
 * Loads the model that a folder holds.
 *
 * @throws StorageError if it cannot be read; CheckpointError if it is damaged, incomplete or of another version; ConfigError if it is
 * made of code that may not run
 */
export const loadModel = async (
  folder: string,
  { allowCode = false, ...parts }: LoadOptions = {},
): Promise<TextModel> => {
  const names = await listFolder(folder);
  if (!names) throw storageError('read', folder, { code: 'ENOENT' });
  const files = new Map<string, Uint8Array>();
  for (const name of names.filter(isModelFile)) files.set(name, await readBytes(join(folder, name)));
  const where = `${folder}/${modelFileNames.config}.model`;
  const model = modelConfigIn(files.get(modelFileNames.config));
  return decodeModel(files, folder, await loadPlugIns(model, { folder, allowCode, where }, parts));
};

/** Which kinds there are must be known before the config can be checked; what is damaged is told when it is. */
const modelConfigIn = (config: Uint8Array | undefined): unknown => {
  try {
    return (JSON.parse(new TextDecoder().decode(config)) as { model?: unknown } | null)?.model;
  } catch {
    return undefined;
  }
};

/**
 * Whether the folder holds a run of ours: false if it does not exist or is empty.
 *
 * @throws StorageError if it holds something else, which nothing of ours may overwrite
 */
export const checkOurs = async (folder: string): Promise<boolean> => {
  const names = await listFolder(folder);
  if (!names || names.length === 0) return false;
  const isOurs = names.includes(modelFileNames.config) && (await isOurConfig(join(folder, modelFileNames.config)));
  // What an interrupted first save leaves behind.
  const isBeginning = names.every((name) => name.endsWith('.new'));
  if (!isOurs && !isBeginning) {
    throw new StorageError(
      `${folder}: expected a run of seq2seq or an empty folder, but it holds ${names.slice(0, 3).join(', ')}; name another folder.`,
      folder,
    );
  }
  return isOurs;
};

const isOurConfig = async (path: string): Promise<boolean> => {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as { format?: unknown }).format === 'seq2seq';
  } catch {
    return false;
  }
};

/** The names in a folder; undefined if there is no such folder. */
const listFolder = async (folder: string): Promise<string[] | undefined> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw storageError('read', folder, error);
  }
};

/** @throws StorageError */
export const readBytes = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    throw storageError('read', path, error);
  }
};
