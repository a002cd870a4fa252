// A decoder alone: what a config of a language model says.
import * as z from 'zod';
import { builtIn, type Catalog, catalogOf } from '../catalog/catalog.ts';
import { type KindConfig, kindSchema } from '../catalog/kind-schema.ts';
import { checkLanguageModel } from './check-together.ts';
import { issueMessage } from './issue-message.ts';
import type { DecoderConfig, DecoderInput, VocabularyConfig, VocabularyInput } from './model-config.ts';
import { cellShape } from './model-schema.ts';
import { configErrorOf } from './parse-model-config.ts';
import { strictObject } from './strict-object.ts';

/** A language model's config with every default filled in. */
export type LanguageModelConfig = {
  readonly target: VocabularyConfig;
  readonly tied: 'none' | 'target-generator';
  readonly decoder: Omit<DecoderConfig, 'context' | 'inputFeeding'>;
  /** A kind of the output catalog, with its options. */
  readonly output: KindConfig;
};

/** A language model's config as one writes it. */
export type LanguageModelConfigInput = {
  readonly target: VocabularyInput;
  readonly tied?: LanguageModelConfig['tied'];
  readonly decoder: Omit<DecoderInput, 'context' | 'inputFeeding'>;
  readonly output?: string | KindConfig;
};

/**
 * Checks the config of a language model and fills in the defaults.
 *
 * @param where - what to call it in messages: a file, or "config"
 * @param parts - the kinds that it may name; the built-in ones by default
 * @throws ConfigError that lists everything that is wrong, each with its path
 */
export const parseLanguageModelConfig = (
  value: unknown,
  where = 'config',
  parts: Partial<Catalog> = builtIn,
): LanguageModelConfig => {
  const catalog = catalogOf(parts);
  const result = languageModelSchema(catalog).safeParse(value, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, where);
  checkLanguageModel(result.data, catalog, where);
  return result.data;
};

const size = z.int().min(1);
const flag = z.boolean().default(false);

const languageModelSchema = (catalog: Catalog): z.ZodType<LanguageModelConfig> =>
  strictObject({
    target: strictObject({ vocabulary: size, embedding: size, frozen: flag }),
    tied: z.enum(['none', 'target-generator']).default('none'),
    decoder: strictObject({ ...cellShape(catalog), units: size, layers: size.default(1), residual: flag }),
    output: kindSchema('output', catalog.outputs).prefault('linear' as never),
  });
