import {
  dotScorer,
  entmax15,
  generalScorer,
  globalWindow,
  locationScorer,
  maskedSoftmax,
  mlpScorer,
  monotonicWindow,
  type Normalizer,
  predictiveWindow,
  scaledDotScorer,
  type ScorerKind,
  sparsemax,
  type WindowKind,
} from '@seq2seq/attention';
import { ConfigError } from '@seq2seq/core';
import * as z from 'zod';
import { configErrorOf, type KindConfig } from '../config/model-config.ts';
import { issueMessage } from '../config/issue-message.ts';
import { strictObject, suggestion } from '../config/strict-object.ts';

/** Kinds of scorers by name: an ordinary object that the caller passes, so there is no registry to fill. */
export type ScorerCatalog = Readonly<Record<string, ScorerKind<never>>>;

type OptionsOf<Kind> = Kind extends ScorerKind<infer Options> ? Options : never;

/** The union of every `{ type: name, ...options }` that the catalog allows. */
export type ScorerConfigOf<Catalog extends ScorerCatalog> = {
  [Name in keyof Catalog & string]: { readonly type: Name } & OptionsOf<Catalog[Name]>;
}[keyof Catalog & string];

/** The scorers of `@seq2seq/attention` by the names that configs use. */
export const builtInScorers: {
  readonly dot: typeof dotScorer;
  readonly 'scaled-dot': typeof scaledDotScorer;
  readonly general: typeof generalScorer;
  readonly mlp: typeof mlpScorer;
  readonly location: typeof locationScorer;
} = {
  dot: dotScorer,
  'scaled-dot': scaledDotScorer,
  general: generalScorer,
  mlp: mlpScorer,
  location: locationScorer,
};

const windows: Readonly<Record<string, WindowKind<never>>> = {
  global: globalWindow,
  'local-m': monotonicWindow,
  'local-p': predictiveWindow,
};

/** Functions, not kinds that make them: none has sizes, options or weights. */
const normalizers: Readonly<Record<string, Normalizer>> = {
  softmax: maskedSoftmax,
  sparsemax,
  'entmax-1.5': entmax15,
};

const count = z.int().min(1);
const width = z.number().positive();

/** Options of the built-in kinds; kinds of users check their own. */
const scorerOptions: Readonly<Record<keyof typeof builtInScorers, z.ZodType>> = {
  dot: strictObject({}),
  'scaled-dot': strictObject({}),
  general: strictObject({}),
  mlp: strictObject({ units: count }),
  location: strictObject({ maxLength: count }),
};

const windowOptions: Readonly<Record<string, z.ZodType>> = {
  global: strictObject({}),
  'local-m': strictObject({ width }),
  'local-p': strictObject({ width, units: count }),
};

/** A kind with the options that a config gives it. */
type Found<Kind> = { readonly kind: Kind; readonly options: unknown };

/**
 * The scorer kind that a config names, and its checked options.
 *
 * @throws ConfigError if the catalog has no such kind or the options are wrong
 */
export const findScorer = (config: KindConfig, catalog: ScorerCatalog): Found<ScorerKind> => {
  const found = find('attention.scorer', config, catalog);
  // A user may replace a built-in kind by one of the same name, with options of its own.
  const isBuiltIn = (builtInScorers as ScorerCatalog)[config.type] === catalog[config.type];
  if (isBuiltIn)
    checkOptions('attention.scorer', found.options, (scorerOptions as Record<string, z.ZodType>)[config.type]);
  return found;
};

/** The window kind that a config names, and its checked options. @throws ConfigError likewise */
export const findWindow = (config: KindConfig): Found<WindowKind> => {
  const found = find('attention.window', config, windows);
  checkOptions('attention.window', found.options, windowOptions[config.type]);
  return found;
};

/** The normalizer that a config names, which takes no options. @throws ConfigError likewise */
export const findNormalizer = (config: KindConfig): Normalizer => {
  const { kind, options } = find('attention.normalizer', config, normalizers);
  checkOptions('attention.normalizer', options, strictObject({}));
  return kind;
};

const find = <Kind>(path: string, config: KindConfig, catalog: Readonly<Record<string, Kind>>): Found<Kind> => {
  const { type, ...options } = config;
  if (Object.hasOwn(catalog, type)) return { kind: catalog[type] as Kind, options };
  const what = path.split('.').at(-1);
  throw new ConfigError(
    `${path}.type: there is no ${what} "${type}"; ${suggestion(type, Object.keys(catalog))}.`,
    `${path}.type`,
  );
};

const checkOptions = (path: string, options: unknown, schema: z.ZodType | undefined): void => {
  const result = schema?.safeParse(options, { error: issueMessage });
  if (result?.error) throw configErrorOf(result.error, path);
};
