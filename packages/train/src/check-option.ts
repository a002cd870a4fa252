import { ConfigError } from '@seq2seq/core';

type Range = { readonly from?: number; readonly above?: number; readonly below?: number };

/** @throws ConfigError that names the option, unless its value is a finite number in range */
export const checkOption = (path: string, value: number, range: Range): void => {
  const { from = -Infinity, above = -Infinity, below = Infinity } = range;
  if (value >= from && value > above && value < below) return;
  const wanted = Object.entries(range).map(([side, limit]) => `${side} ${limit}`);
  throw new ConfigError(`${path} is ${value}; give a finite number ${wanted.join(' and ')}.`, path);
};
