// What a config may say of a model beside its kinds, read from the schema that checks it.
import { type OptionSpec, wantedOf } from '@seq2seq/core';
import * as z from 'zod';
import { builtIn } from '../catalog/catalog.ts';
import { modelSchema, regularizers, sourceSchemas } from './model-schema.ts';

/** A key of a model's config that names no kind. */
export type ModelKey = {
  /** From the model's config on: "attention.query". */
  readonly path: string;
  /** What it is for. */
  readonly about: string;
  /** What it may be, in words. */
  readonly wanted: string;
  /** What it is where nothing is said; without one it must be given, or is absent. */
  readonly default?: string | number | boolean | readonly never[];
};

/** Every key that names no kind, in the order in which configs are written. */
export const modelKeys = (): ModelKey[] => [
  ...keysIn(sourceSchemas.tokens, 'source'),
  ...keysIn(sourceSchemas.frames, 'source'),
  // Encoders are kinds, with what all stacks of cells have.
  ...keysIn(z.object(regularizers), 'encoder'),
  ...keysIn(modelSchema(builtIn), ''),
];

type Schema = z.core.JSONSchema.JSONSchema;

const keysIn = (schema: z.ZodType, path: string): ModelKey[] =>
  keysAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, path);

const keysAt = (schema: Schema, path: string): ModelKey[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const below = path === '' ? name : `${path}.${name}`;
    if (typeof inner === 'boolean') return [];
    const { description: about } = inner;
    // Of lists of kinds zod does not tell what they are where nothing is said.
    const fallback = inner.type === 'array' ? [] : (inner.default as ModelKey['default']);
    // What says nothing of itself holds others, or names a kind.
    if (about === undefined) return keysAt(inner, below);
    return [{ path: below, about, wanted: wantedIn(inner), ...(fallback !== undefined && { default: fallback }) }];
  });

const typesOfSchemas: Readonly<Record<string, OptionSpec['type']>> = {
  boolean: 'flag',
  integer: 'count',
  number: 'share',
};

const wantedIn = ({ type, enum: choices }: Schema): string => {
  if (type === 'array') return 'a list';
  const names = choices?.map(String);
  return wantedOf({ type: typesOfSchemas[String(type)] ?? 'name', about: '', ...(names && { names }) });
};
