import { type OptionSpec, wantedOf } from '@seq2seq/core';
import type { Catalog } from 'seq2seq';
import { row } from './row.ts';

/** What the parts of a catalog are called in a config, and what they are for. */
const partsOfCatalog: Readonly<Record<keyof Catalog, string>> = {
  cells: '"cell" of encoder and decoder: one step of a recurrence',
  encoders: '"type" of encoder: how the source is read',
  summaries: '"summary" of encoder: the source as one vector c',
  bridges: '"bridge": from what the encoder ends with to what the decoder begins with',
  scorers: '"scorer" of attention: how well a position m answers the query q',
  windows: '"window" of attention: which positions s may be seen at step t',
  normalizers: '"normalizer" of attention: scores e to weights',
  outputs: '"output": from a decoder’s output s to scores of the vocabulary',
};

export const catalogParts: readonly (keyof Catalog)[] = Object.keys(partsOfCatalog) as (keyof Catalog)[];

/** One kind, as its own file describes it. */
export type ListedKind = {
  readonly part: keyof Catalog;
  readonly type: string;
  readonly formula?: string;
  readonly source?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
};

/** Every kind of some parts of a catalog. */
export const listKinds = (catalog: Catalog, parts: readonly (keyof Catalog)[] = catalogParts): ListedKind[] =>
  parts.flatMap((part) =>
    Object.entries(catalog[part]).map(([type, { about }]) => ({
      part,
      type,
      ...(about && { formula: about.formula }),
      ...(about?.source !== undefined && { source: about.source }),
      options: about?.options ?? {},
    })),
  );

/** The list as people read it: a heading for each part, a few rows for each kind. */
export const describeKinds = (kinds: readonly ListedKind[]): string =>
  catalogParts
    .map((part) => ({ part, listed: kinds.filter((kind) => kind.part === part) }))
    .filter(({ listed }) => listed.length > 0)
    .map(({ part, listed }) => `${part}, ${partsOfCatalog[part]}\n\n${listed.map(describeKind).join('')}`)
    .join('\n');

const describeKind = ({ type, formula, source, options }: ListedKind): string => {
  const [first = '', ...more] = [formula, source].filter((line) => line !== undefined);
  return [
    row(type, first),
    ...more.map((line) => row('', line)),
    ...Object.entries(options).map(([name, spec]) => row(`  ${name}`, describeOption(spec))),
  ].join('');
};

/** An option without a default must be given. */
const describeOption = (spec: OptionSpec): string =>
  `${spec.about}: ${wantedOf(spec)}${spec.default === undefined ? '' : ` [${spec.default}]`}`;
