// How a config is read: which keys there are, what each may be, and what it is where nothing is said.
import * as z from 'zod';
import { builtIn, type Catalog } from '../catalog/catalog.ts';
import { type DescribedKinds, type KindConfig, kindSchema, nameIfDefault } from '../catalog/kind-schema.ts';
import type { CellConfig, EncoderConfig, ModelConfig } from './model-config.ts';
import { issueMessage } from './issue-message.ts';
import { strictObject } from './strict-object.ts';

const size = z.int().min(1);
const share = z.number().min(0).lt(1).default(0);
const flag = z.boolean().default(false);

// What each key is for stands beside it: `modelKeys` reads it here.
const vocabulary = {
  vocabulary: size.describe(
    'V, how many tokens there are, the special ones included; counted from the data of a training',
  ),
  embedding: size.describe('E, the width of an embedding'),
  frozen: flag.describe('the embeddings stay as they are while training'),
};
const factor = strictObject({ vocabulary: size, embedding: size });
const tokens = strictObject({
  ...vocabulary,
  factors: z
    .array(factor)
    .default([])
    .describe('what else is known of each token, with a vocabulary and an embedding each'),
  combine: z
    .enum(['concat', 'sum'])
    .default('concat')
    .describe('embeddings of token and factors side by side, or added up'),
});
const frames = strictObject({
  frames: size.describe('F, the width of a frame, where the source is vectors instead of tokens'),
  embedding: z.exactOptional(size.describe('E, to which frames are projected; without it they are read as they are')),
});

/** What a source may be. */
export const sourceSchemas: Readonly<Record<'tokens' | 'frames', z.ZodType>> = { tokens, frames };

const tied = z
  .enum(['none', 'source-target', 'target-generator', 'all'])
  .default('none')
  .describe('which of the embeddings and the last matrix of the output are one');

/** The schema of models that are built of the kinds of a catalog. */
export const modelSchema = (catalog: Catalog): z.ZodType<ModelConfig> => {
  const { scorer, window, normalizer } = lookSlots(catalog);
  const heads = size
    .default(1)
    .describe('into how many parts query and memory are divided, each with an attention of its own');
  const look = { scorer, window, normalizer, heads };
  return strictObject({
    source: z.unknown().transform((value, context) => readSource(value, context)),
    target: strictObject(vocabulary),
    tied,
    encoder: encoderSchema(catalog),
    bridge: shortSlot('bridge', catalog.bridges),
    decoder: strictObject({
      ...cellShape(catalog),
      units: size.describe('H, the width of the hidden'),
      layers: size.default(1).describe('L, how many stand on top of each other'),
      residual: flag.describe('layers above the first add their input to their output'),
      context: z
        .enum(['initial', 'every-step', 'attention'])
        .describe(
          'what is seen of the source: the first state alone, the summary at each step, or what attention finds',
        ),
      inputFeeding: flag.describe('the attentional vector is an input of the next step; with query current'),
    }),
    output: kindSchema('output', catalog.outputs).prefault('linear' as never),
    copy: flag.describe('tokens of the source can be copied (See, Liu, Manning 2017); with context attention'),
    attention: z.exactOptional(
      strictObject({
        query: z
          .enum(['previous', 'current', 'between'])
          .describe(
            'attention is asked before the cell steps (Bahdanau), after it (Luong), or between two cells (Nematus)',
          ),
        ...look,
        upperLayers: flag.describe('layers above the first read the context, too; with query previous or between'),
        beside: z
          .array(strictObject(look))
          .default([])
          .describe('more attentions over the same memory, each with a scorer, window, normalizer and heads'),
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

/** What keeps the cells of a stack from learning by heart, and how a GRU is meant. */
export const regularizers: Omit<CellShape, 'cell'> = {
  resetAfter: flag.describe('the reset gate acts after the recurrent product; with cell gru'),
  dropout: share.describe('share of the inputs of each layer that is lost while training, drawn at each step'),
  variationalDropout: strictObject({
    inputs: share.describe('the same, drawn once a sequence (Gal, Ghahramani 2016)'),
    state: share.describe('share of the hidden that recurrent products lose, drawn once a sequence'),
  }).prefault({}),
  zoneout: share.describe('share of the state that stays as it was (Krueger et al. 2017)'),
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
