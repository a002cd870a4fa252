// How a config is read: which keys there are, what each may be, and what it is where nothing is said.
import * as z from 'zod';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { type DescribedKinds, type KindConfig, kindSchema, nameIfDefault } from '../catalog/kind-schema.ts';
import type { CellConfig, EncoderConfig, ModelConfig } from './model-config.ts';
import { issueMessage } from './issue-message.ts';
import { strictObject } from './strict-object.ts';

const size = z.int().min(1);
const share = z.number().min(0).lt(1);
const flag = z.boolean().default(false);

const vocabulary = { vocabulary: size, embedding: size, frozen: flag };
const factor = strictObject({ vocabulary: size, embedding: size });
const tokens = strictObject({
  ...vocabulary,
  factors: z.array(factor).default([]),
  combine: z.enum(['concat', 'sum']).default('concat'),
});
const frames = strictObject({ frames: size, embedding: z.exactOptional(size) });
const tied = z.enum(['none', 'source-target', 'target-generator', 'all']).default('none');

/** The schema of models that are built of the kinds of a catalog. */
export const modelSchema = (catalog: Catalog): z.ZodType<ModelConfig> => {
  const { scorer, window, normalizer } = lookSlots(catalog);
  const look = { scorer, window, normalizer, heads: size.default(1) };
  return strictObject({
    source: z.unknown().transform((value, context) => readSource(value, context)),
    target: strictObject(vocabulary),
    tied,
    encoder: encoderSchema(catalog),
    bridge: shortSlot('bridge', catalog.bridges),
    decoder: strictObject({
      ...cellShape(catalog),
      units: size,
      layers: size.default(1),
      residual: flag,
      context: z.enum(['initial', 'every-step', 'attention']),
      inputFeeding: flag,
    }),
    output: kindSchema('output', catalog.outputs).prefault('linear' as never),
    copy: flag,
    attention: z.exactOptional(
      strictObject({
        query: z.enum(['previous', 'current', 'between']),
        ...look,
        upperLayers: flag,
        beside: z.array(strictObject(look)).default([]),
      }),
    ),
  });
};

/** A part that is written as its name where that says all. */
const shortSlot = (part: string, kinds: DescribedKinds): z.ZodType<string | KindConfig> =>
  kindSchema(part, kinds).transform((config) => nameIfDefault(kinds, config));

const lookSlots = (catalog: Catalog) => ({
  scorer: kindSchema('scorer', catalog.scorers),
  window: kindSchema('window', catalog.windows).prefault('global' as never),
  normalizer: kindSchema('normalizer', catalog.normalizers).prefault('softmax' as never),
});

type CellShape = { readonly [Name in keyof CellConfig]: z.ZodType<CellConfig[Name]> };

const regularizers: Omit<CellShape, 'cell'> = {
  resetAfter: flag,
  dropout: share.default(0),
  variationalDropout: strictObject({ inputs: share.default(0), state: share.default(0) }).prefault({}),
  zoneout: share.default(0),
};

/** What every stack of cells has. */
export const cellShape = (catalog: Catalog): CellShape => ({ cell: shortSlot('cell', catalog.cells), ...regularizers });

/** Frames or tokens: what is said of either cannot be said of the other. */
const readSource = (value: unknown, context: z.RefinementCtx): ModelConfig['source'] => {
  const isFrames = typeof value === 'object' && value !== null && 'frames' in value;
  const result = (isFrames ? frames : tokens).safeParse(value, { error: issueMessage });
  for (const { message, path } of result.error?.issues ?? []) {
    context.issues.push({ code: 'custom', message, input: value, path: [...path] });
  }
  return result.success ? result.data : z.NEVER;
};

/** The built-in encoders are made of cells; others say themselves whether they are. */
const encoderSchema = (catalog: Catalog): z.ZodType<EncoderConfig> => {
  const { cell, ...rest } = cellShape(catalog);
  const shared = {
    cell: z.exactOptional(cell),
    ...rest,
    summary: shortSlot('summary', catalog.summaries).prefault('last' as never),
  };
  return kindSchema('encoder', catalog.encoders, { shared, defaultType: 'recurrent' }).check((payload) => {
    // What is wrong with the type has been said by now.
    const { type, cell: given } = (payload.value as KindConfig | undefined) ?? { type: '' };
    const isBuiltIn = (builtIn.encoders as Catalog['encoders'])[type] === catalog.encoders[type];
    if (Object.hasOwn(catalog.encoders, type) && isBuiltIn && given === undefined) {
      const known = Object.keys(catalog.cells).map((name) => `"${name}"`);
      const message = `expected a cell by its name, got nothing; known are ${known.join(', ')}`;
      payload.issues.push({ code: 'custom', message, input: payload.value, path: ['cell'] });
    }
  }) as unknown as z.ZodType<EncoderConfig>;
};
