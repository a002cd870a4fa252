import { dotScorer, generalScorer, mlpScorer, type ScorerKind } from '@seq2seq/attention';
import { ConfigError } from '@seq2seq/core';
import * as z from 'zod';
import { configErrorOf } from '../config/model-config.ts';
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
  readonly general: typeof generalScorer;
  readonly mlp: typeof mlpScorer;
} = { dot: dotScorer, general: generalScorer, mlp: mlpScorer };

/** Options of the built-in kinds; kinds of users check their own. */
const builtInOptions: Readonly<Record<keyof typeof builtInScorers, z.ZodType>> = {
  dot: strictObject({}),
  general: strictObject({}),
  mlp: strictObject({ units: z.int().min(1) }),
};

/**
 * The scorer kind that a config names, and its checked options.
 *
 * @throws ConfigError if the catalog has no such kind or the options are wrong
 */
export const findScorer = (
  config: { readonly type: string },
  catalog: ScorerCatalog,
): { readonly kind: ScorerKind<unknown>; readonly options: unknown } => {
  const { type, ...options } = config;
  const path = 'attention.scorer';
  if (!Object.hasOwn(catalog, type)) {
    throw new ConfigError(
      `${path}.type: there is no scorer "${type}"; ${suggestion(type, Object.keys(catalog))}.`,
      `${path}.type`,
    );
  }
  const kind = catalog[type] as ScorerKind<unknown>;
  const isBuiltIn = Object.hasOwn(builtInScorers, type) && (builtInScorers as ScorerCatalog)[type] === catalog[type];
  if (isBuiltIn) {
    const result = builtInOptions[type as keyof typeof builtInOptions].safeParse(options);
    if (!result.success) throw configErrorOf(result.error, path);
  }
  return { kind, options };
};
