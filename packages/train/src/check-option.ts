import { ConfigError } from '@seq2seq/core';

/** @throws ConfigError that names the option, unless its value is a number in range */
export const checkOption = (path: string, value: number, range: { readonly above: number } | { readonly from: number }): void => {
  const fits = 'above' in range ? value > range.above : value >= range.from;
  if (fits && value < Infinity) return;
  const wanted = 'above' in range ? `above ${range.above}` : `from ${range.from}`;
  throw new ConfigError(`${path} is ${value}; give a finite number ${wanted}.`, path);
};
