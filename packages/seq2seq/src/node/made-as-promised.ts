// The compiler holds kinds that come through TypeScript to what their part must do; those that a config names are held to it here.
import { ConfigError, Seq2SeqError } from '@seq2seq/core';
import type { Catalog } from '../catalog/catalog.ts';

/** What kinds of each part make: one function, or something with these. */
const promises: Readonly<Record<keyof Catalog, { readonly maker: string; readonly functions: readonly string[] }>> = {
  cells: { maker: 'defineCell', functions: ['initialState', 'step'] },
  encoders: { maker: 'defineEncoder', functions: ['encode'] },
  summaries: { maker: 'defineSummary', functions: ['summarize'] },
  bridges: { maker: 'defineBridge', functions: [] },
  scorers: { maker: 'defineScorer', functions: ['prepare', 'score'] },
  windows: { maker: 'defineWindow', functions: ['reveal'] },
  normalizers: { maker: 'defineNormalizer', functions: [] },
  outputs: { maker: 'defineReadout', functions: ['read'] },
};

/** What makes kinds of a part: "defineScorer". */
export const makerOf = (part: keyof Catalog): string => promises[part].maker;

/** What every kind is, whatever its part. */
export type Kind = { create(...given: readonly unknown[]): unknown };

/**
 * The same kind, which says where it was named if it fails as it is built or makes something else than its part needs.
 *
 * @param part - of which part it is to be
 * @param path - where a config names it, and what it says there
 */
export const madeAsPromised = <Given extends Kind>(
  kind: Given,
  part: keyof Catalog,
  path: string,
  type: string,
): Given => ({
  ...kind,
  create: (...given: readonly unknown[]) => {
    const made = built(kind, given, path, type);
    const { maker, functions } = promises[part];
    const missing = functions.filter((name) => typeof (made as Record<string, unknown> | null)?.[name] !== 'function');
    const isRight = functions.length === 0 ? typeof made === 'function' : missing.length === 0;
    if (isRight) return made;
    const wanted = functions.length === 0 ? 'a function' : `something that can ${functions.join(' and ')}`;
    throw new ConfigError(
      `${path}: expected what ${type} makes to be ${wanted}, got ${describe(made)}; is it made by ${maker}?`,
      path,
    );
  },
});

const built = (kind: Kind, given: readonly unknown[], path: string, type: string): unknown => {
  try {
    return kind.create(...given);
  } catch (error) {
    if (Seq2SeqError.isInstance(error)) throw error;
    throw new ConfigError(
      `${path}: ${type} failed as it was built: ${String(error)}${placeOf(error)}; correct it and try again.`,
      path,
    );
  }
};

/** Where code of the user failed, if that is known: " at my-scorer.ts:3:9". */
const placeOf = (error: unknown): string => {
  const place = /\bfile:\/\/\/?(\S+:\d+:\d+)/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1];
  return place === undefined ? '' : ` at ${place.split('/').at(-1)}`;
};

const describe = (made: unknown): string => {
  if (typeof made !== 'object' || made === null) return made === null ? 'null' : `a ${typeof made}`;
  const names = Object.keys(made);
  return names.length === 0 ? 'an empty object' : `one with ${names.join(', ')}`;
};
