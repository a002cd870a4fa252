import { ConfigError } from '@seq2seq/core';
import * as z from 'zod';
import { builtIn, type Catalog, catalogOf } from '../catalog/catalog.ts';
import { checkTogether } from './check-together.ts';
import { issueMessage } from './issue-message.ts';
import type { ModelConfig } from './model-config.ts';
import { modelSchema } from './model-schema.ts';

/**
 * Checks a config and fills in the defaults.
 *
 * @param where - what to call it in messages: a file, or "config"
 * @param parts - the kinds that it may name; the built-in ones by default
 * @throws ConfigError that lists everything that is wrong, each with its path
 */
export const parseModelConfig = (value: unknown, where = 'config', parts: Partial<Catalog> = builtIn): ModelConfig => {
  const catalog = catalogOf(parts);
  const result = modelSchema(catalog).safeParse(value, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, where);
  checkTogether(result.data, catalog, where);
  return result.data;
};

/** What zod found, as one of our errors: one line for each thing. */
export const configErrorOf = (error: z.ZodError, where: string): ConfigError => {
  const lines = error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`);
  return new ConfigError(
    `${lines.join('\n')}\nCorrect ${where} and try again.`,
    (error.issues[0]?.path ?? []).join('.'),
  );
};
