import { dirname } from 'node:path';
import { ConfigError } from '@seq2seq/core';
import { builtIn, type Catalog } from 'seq2seq';
import { loadPlugIns, movePlugIns, readBytes } from 'seq2seq/node';
import { decodeUtf8 } from '../text/utf8.ts';
import { isRecord } from './is-record.ts';

/** What is trained when no config is given: a bidirectional LSTM with Luong's attention. */
const defaultConfig = {
  model: {
    source: { embedding: 128 },
    target: { embedding: 128 },
    encoder: { cell: 'lstm', units: 128, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'lstm', units: 256, context: 'attention', inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'general' } },
  },
};

export type ReadConfigOptions = {
  /** The file of the config; without one it is the default. */
  readonly config?: string | undefined;
  /** The folder of the run, from which the files of the config must be found later. */
  readonly out: string;
  /** Whether code that the config names may run. */
  readonly allowCode?: true | undefined;
};

/** A config as it is written, with the kinds that it may name, and what to call it in messages. */
export type ReadConfig = { readonly written: unknown; readonly catalog: Catalog; readonly where: string };

/**
 * The config of a run that is to be trained.
 *
 * @throws StorageError if it cannot be read; ConfigError if it is no JSON, or names code that may not run or cannot be loaded
 */
export const readConfig = async ({ config, out, allowCode }: ReadConfigOptions): Promise<ReadConfig> => {
  if (config === undefined) return { written: defaultConfig, catalog: builtIn, where: 'config' };
  const written = await readJson(config);
  const model = isRecord(written) ? written['model'] : undefined;
  const folder = dirname(config);
  // Before it is moved, so that messages name files as they are written.
  await loadPlugIns(model, { folder, allowCode: allowCode === true, where: `${config}.model` });
  const moved = movePlugIns(model, folder, out);
  const catalog = await loadPlugIns(moved, { folder: out, allowCode: allowCode === true });
  return { written: isRecord(written) ? { ...written, model: moved } : written, catalog, where: config };
};

/** The model part of a config, which may also be that part alone, and what to call it in messages. */
export const modelIn = (config: unknown, file: string): { readonly model: unknown; readonly where: string } =>
  isRecord(config) && Object.hasOwn(config, 'model')
    ? { model: config['model'], where: `${file}.model` }
    : { model: config, where: file };

/** Whether a config says that sources are read from their end. */
export const isReversedIn = (config: unknown): boolean => {
  const text = isRecord(config) ? config['text'] : undefined;
  const source = isRecord(text) ? text['source'] : undefined;
  return isRecord(source) && source['reverse'] === true;
};

/** @throws StorageError if the file cannot be read; ConfigError if it is no JSON */
export const readJson = async (file: string): Promise<unknown> => {
  const text = decodeUtf8(await readBytes(file), file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file}: expected JSON, but ${(error as Error).message}; correct it and try again.`, '');
  }
};
