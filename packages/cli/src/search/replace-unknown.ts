// `translate --replace-unknown`: what <unk> stands for, seen by where it looked.
import { ConfigError } from '@seq2seq/core';
import { parseDictionary, replaceUnknown, type TextModel, type TranslatedText } from 'seq2seq';
import { readBytes } from 'seq2seq/node';
import { decodeUtf8 } from '../text/utf8.ts';
import { checkAttends } from './check-attends.ts';

export type ReplaceUnknownCommandOptions = {
  readonly replaceUnknown?: true | undefined;
  /** A file with `source<TAB>target` lines. */
  readonly dictionary?: string | undefined;
};

/**
 * What puts source words, or what a dictionary makes of them, where outputs have `<unk>`; results as they are if nobody asked for it.
 *
 * @param folder - that the model is from, for messages
 * @throws ConfigError if there is a dictionary and nothing to do with it, or the model does not tell at which token each output looked
 * @throws CorpusError that names every bad line of the dictionary
 * @throws StorageError if the dictionary cannot be read
 */
export const unknownReplacer = async (
  { replaceUnknown: replaces, dictionary: file }: ReplaceUnknownCommandOptions,
  textModel: TextModel,
  folder: string,
): Promise<(result: TranslatedText) => TranslatedText> => {
  if (!replaces) {
    if (file === undefined) return (result) => result;
    throw new ConfigError(
      '--dictionary: expected --replace-unknown, got none; add it, or leave the dictionary out.',
      '--dictionary',
    );
  }
  checkAttends('--replace-unknown', textModel, folder);
  checkSeesWords(textModel, folder);
  const dictionary = file === undefined ? undefined : parseDictionary(decodeUtf8(await readBytes(file), file), file);
  return (result) => ({
    ...result,
    translations: result.translations.map((translation) =>
      replaceUnknown(translation, result.sourceTokens, textModel.target, dictionary && { dictionary }),
    ),
  });
};

/** A pyramid's memory has one place for several tokens, so that nobody can say at which of them an output looked. */
const checkSeesWords = ({ config }: TextModel, folder: string): void => {
  if (config.model.encoder.type !== 'pyramid') return;
  throw new ConfigError(
    `--replace-unknown: ${folder} holds a model whose encoder joins source tokens, which then cannot be told apart; leave the option out, ` +
      'or train one whose encoder.type is another than "pyramid".',
    'model.encoder.type',
  );
};
