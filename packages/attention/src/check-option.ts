import { ConfigError } from '@seq2seq/core';

/**
 * Refuses an option that must count something.
 *
 * @param part - who asks, for example "mlp scorer"
 * @param path - where in the config, for example `attention.scorer.units`
 * @throws ConfigError if it is not a whole number above 0
 */
export const checkCount = (part: string, value: number, path: string): void => {
  if (!Number.isInteger(value) || value < 1) throw refusal(part, value, path, 'a whole number above 0');
};

/**
 * Refuses an option that must be a distance.
 *
 * @throws ConfigError if it is not a finite number above 0
 */
export const checkDistance = (part: string, value: number, path: string): void => {
  if (!Number.isFinite(value) || value <= 0) throw refusal(part, value, path, 'a number above 0');
};

const refusal = (part: string, value: unknown, path: string, wanted: string): ConfigError =>
  new ConfigError(`${part}: ${path.split('.').at(-1)} is ${String(value)}; give ${wanted}.`, path);
