import {
  assignParameters,
  CheckpointError,
  ConfigError,
  decodeSafetensors,
  encodeSafetensors,
  fromZeros,
  saveParameters,
} from '@seq2seq/core';
import { type Vocabulary, vocabularyFromJson, vocabularyToJson } from '@seq2seq/text';
import { formatVersion, parseSavedConfig } from '../config/run-config.ts';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { createTextModel, type TextModel } from './text-model.ts';

/** The files of a saved model, wherever they are kept. */
export const modelFileNames = {
  config: 'config.json',
  sourceVocabulary: 'source.vocabulary.json',
  targetVocabulary: 'target.vocabulary.json',
  weights: 'model.safetensors',
} as const;

/** The file of the vocabulary of one factor of the source, counted from 0. */
export const factorFileName = (factor: number): string => `source.factor-${factor}.vocabulary.json`;

/** Whether a file of this name may be part of a saved model. */
export const isModelFile = (name: string): boolean =>
  Object.values<string>(modelFileNames).includes(name) || /^source\.factor-\d+\.vocabulary\.json$/.test(name);

/** File name to content. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** A model as files: config, vocabularies, weights. */
export const encodeModel = async ({ config, model, source, target }: TextModel): Promise<ModelFiles> => {
  const weights = encodeSafetensors({
    tensors: await saveParameters(model.parameters),
    metadata: { format: 'seq2seq.model', formatVersion: String(formatVersion) },
  });
  return new Map([
    [modelFileNames.config, jsonBytes(config)],
    [modelFileNames.sourceVocabulary, jsonBytes(vocabularyToJson(source.vocabulary))],
    [modelFileNames.targetVocabulary, jsonBytes(vocabularyToJson(target.vocabulary))],
    ...source.factors.map(
      (vocabulary, f) =>
        [factorFileName(f), jsonBytes(vocabularyToJson(vocabulary))] as [string, Uint8Array<ArrayBuffer>],
    ),
    [modelFileNames.weights, weights],
  ]);
};

/**
 * A model from its files.
 *
 * @param where - what to call their place in messages: a folder or an address
 * @param parts - the kinds that its config may name; the built-in ones by default
 * @throws CheckpointError if a file is missing, damaged or of another version; ConfigError or VocabularyError if its content is wrong
 */
export const decodeModel = (files: ModelFiles, where: string, parts: Partial<Catalog> = builtIn): TextModel => {
  const read = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (!bytes) {
      throw new CheckpointError(
        `${where}: there is no ${name}; the folder of a model holds ${Object.values(modelFileNames).join(', ')}.`,
      );
    }
    return bytes;
  };
  const json = (name: string): unknown => {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read(name)));
    } catch (error) {
      if (CheckpointError.isInstance(error)) throw error;
      throw new CheckpointError(
        `${where}/${name}: expected JSON, but ${String(error)}; the file is damaged: copy it again.`,
      );
    }
  };
  const at = (name: string): string => `${where}/${name}`;
  const config = parseSavedConfig(json(modelFileNames.config), at(modelFileNames.config), parts);
  const vocabularyIn = (name: string): Vocabulary => vocabularyFromJson(json(name), at(name));
  const sides = {
    sourceVocabulary: vocabularyIn(modelFileNames.sourceVocabulary),
    targetVocabulary: vocabularyIn(modelFileNames.targetVocabulary),
    factorVocabularies: config.model.source.factors.map((_, f) => vocabularyIn(factorFileName(f))),
  };
  const textModel = namingFile(at(modelFileNames.config), () =>
    createTextModel({ config, ...sides, parameters: fromZeros, ...parts }),
  );
  try {
    const weights = decodeSafetensors(read(modelFileNames.weights), at(modelFileNames.weights));
    assignParameters(textModel.model.parameters, weights.tensors, at(modelFileNames.weights));
    return textModel;
  } catch (error) {
    textModel.dispose();
    throw error;
  }
};

/** Parts that do not fit know where they are in the config, but not in which file. */
const namingFile = <Made>(file: string, make: () => Made): Made => {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`${file}: ${error.message}`, error.path);
    throw error;
  }
};

const jsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
