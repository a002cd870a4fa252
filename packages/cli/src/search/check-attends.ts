import { ConfigError } from '@seq2seq/core';
import type { TextModel } from 'seq2seq';

/**
 * Whether a model tells where its outputs looked.
 *
 * @param option - that wants to know it, for the message
 * @param folder - that the model is from, for the message
 * @throws ConfigError if it does not attend
 */
export const checkAttends = (option: string, { config }: TextModel, folder: string): void => {
  if (config.model.attention) return;
  throw new ConfigError(
    `${option}: ${folder} holds a model that does not attend; leave the option out, or train one with decoder.context "attention".`,
    'model.attention',
  );
};
