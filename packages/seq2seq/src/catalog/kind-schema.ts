// What a config says of a kind, checked against what the kind says of itself.
import type { KindDescription, OptionSpec } from '@seq2seq/core';
import * as z from 'zod';
import { issueMessage } from '../config/issue-message.ts';
import { suggestion } from '../config/strict-object.ts';
import { isRecord } from '../config/is-record.ts';

/** A kind of a catalog by its name, with its options. */
export type KindConfig = { readonly type: string; readonly [option: string]: unknown };

/** Kinds of one part by name, as far as configs are concerned. */
export type DescribedKinds = Readonly<Record<string, { readonly about?: KindDescription<never> }>>;

export type KindSchemaOptions = {
  /** What has a place beside every kind's own options. */
  readonly shared?: Readonly<Record<string, z.ZodType>>;
  /** What it is where only options are given. */
  readonly defaultType?: string;
};

/**
 * A schema for a part that may be of any kind of a catalog: its name, or `{ "type": name, …options }`. Fills in defaults.
 *
 * @param part - what the part is called in messages: scorer
 */
export const kindSchema = (
  part: string,
  kinds: DescribedKinds,
  { shared = {}, defaultType }: KindSchemaOptions = {},
): z.ZodType<KindConfig> =>
  z.unknown().transform((value, context): KindConfig => {
    const names = Object.keys(kinds);
    const refuse = (message: string, path: readonly PropertyKey[] = []): KindConfig => {
      context.issues.push({ code: 'custom', message, input: value, path: [...path] });
      return z.NEVER;
    };
    const given = isRecord(value) ? value : typeof value === 'string' ? { type: value } : undefined;
    const type = given && (given['type'] ?? defaultType);
    if (given === undefined || typeof type !== 'string') {
      const known = names.map((name) => `"${name}"`).join(', ');
      return refuse(
        `expected a ${part} by its name or as an object with a "type", got ${typeNameOf(value)}; known are ${known}`,
      );
    }
    if (!Object.hasOwn(kinds, type))
      return refuse(`there is no ${part} "${type}"; ${suggestion(type, names)}`, isRecord(value) ? ['type'] : []);

    const about = kinds[type]?.about;
    const shape = { ...shared, ...(about && schemasOf(about.options)) };
    const { type: _type, ...options } = given;
    for (const key of about ? Object.keys(options) : []) {
      if (Object.hasOwn(shape, key)) continue;
      const isNearType = suggestion(key, ['type']).startsWith('did');
      refuse(`unknown key "${key}"; ${suggestion(key, isNearType ? ['type'] : Object.keys(shape))}`);
    }
    // A kind that says nothing of itself checks its own options.
    const result = (about ? z.object(shape) : z.looseObject(shape)).safeParse(options, { error: issueMessage });
    for (const { message, path } of result.error?.issues ?? []) refuse(message, path);
    return { type, ...result.data };
  });

/** Such a part as short as it can be written: its name alone, if all its options have their defaults. */
export const nameIfDefault = (kinds: DescribedKinds, config: KindConfig): string | KindConfig => {
  const { type, ...options } = config;
  const specs: Readonly<Record<string, OptionSpec>> = kinds[type]?.about?.options ?? {};
  const isDefault = Object.entries(options).every(([name, value]) => value === specs[name]?.default);
  return isDefault ? type : config;
};

/** A part that may be written by its name, with its options. */
export const kindConfigOf = (written: string | KindConfig): KindConfig =>
  typeof written === 'string' ? { type: written } : written;

const schemasOf = (options: Readonly<Record<string, OptionSpec>>): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(
    Object.entries(options).map(([name, spec]) => {
      const schema = schemas[spec.type](spec);
      return [name, spec.default === undefined ? schema : schema.default(spec.default as never)];
    }),
  );

const schemas: Readonly<Record<OptionSpec['type'], (spec: OptionSpec) => z.ZodType>> = {
  count: () => z.int().min(1),
  amount: () => z.number().positive(),
  share: () => z.number().min(0).lt(1),
  number: () => z.number(),
  flag: () => z.boolean(),
  name: ({ names = [] }) => z.enum([...names]),
};

const typeNameOf = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object without one' : JSON.stringify(value);
};
