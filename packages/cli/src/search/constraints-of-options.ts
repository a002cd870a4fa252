import { ConfigError } from '@seq2seq/core';
import type { TextConstraints } from 'seq2seq';
import type { SearchCommandOptions } from './search-options.ts';

/**
 * What options say that outputs must obey; undefined if they say nothing.
 *
 * @throws ConfigError if something is to be in order, but nothing is required
 */
export const constraintsOfOptions = (options: SearchCommandOptions): TextConstraints | undefined => {
  const { prefix, ban, require: required, inOrder, allow, banUnknown, pattern, minLength, repeatNgram } = options;
  const { repetitionPenalty } = options;
  if (inOrder && !required) {
    throw new ConfigError(
      '--in-order: expected --require, got none; say what must come in order, or leave it out.',
      '',
    );
  }
  const constraints: TextConstraints = {
    ...(prefix !== undefined && { prefix }),
    ...(ban && { banned: ban }),
    ...(required && { required }),
    ...(inOrder && { ordered: true }),
    ...(allow && { allowed: allow }),
    ...(banUnknown && { unknown: false }),
    ...(pattern !== undefined && { pattern }),
    ...(minLength !== undefined && { minimumLength: minLength }),
    ...(typeof repeatNgram === 'number' && { noRepeatedNgrams: repeatNgram }),
    ...(repetitionPenalty !== undefined && { repetitionPenalty }),
  };
  return Object.keys(constraints).length > 0 ? constraints : undefined;
};
