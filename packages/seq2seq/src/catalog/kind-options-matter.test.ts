// Generated from the catalog: every kind gives other numbers than any other kind of its part, and every option of every kind changes
// them. A kind or an option that is added without an effect fails here by itself.
import type { OptionSpec } from '@seq2seq/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import { base, type Config, distance, type Effects, effectsOf, withValues } from '../config/__fixtures__/effects.ts';
import { builtIn, type Catalog } from './catalog.ts';

/** Where each part stands in a config, and what else must be so for its kinds to have an effect. */
const places: Readonly<Record<keyof Catalog, { readonly path: string; readonly around: Config }>> = {
  cells: { path: 'model.encoder.cell', around: {} },
  encoders: { path: 'model.encoder', around: {} },
  summaries: {
    path: 'model.encoder.summary',
    around: { 'model.encoder.direction': 'bidirectional', 'model.bridge': 'summary' },
  },
  // From the last hidden alone, dense and summary would be one; an LSTM has a carry, too.
  bridges: { path: 'model.bridge', around: { 'model.encoder.cell': 'lstm', 'model.decoder.cell': 'lstm' } },
  scorers: { path: 'model.attention.scorer', around: {} },
  windows: { path: 'model.attention.window', around: {} },
  normalizers: { path: 'model.attention.normalizer', around: {} },
  outputs: { path: 'model.output', around: {} },
};

/** What an option is and what it becomes, where its type alone does not tell. */
const samples: Readonly<Record<string, readonly [before: unknown, after: unknown]>> = {
  'alternating.layers': [2, 3],
  'gnmt.layers': [3, 4],
  'pyramid.layers': [2, 3],
  'pyramid.reduction': [2, 3],
  // Only the lowest layer of a pyramid can be residual, and it must give as much as it reads.
  'pyramid.direction': ['forward', 'bidirectional'],
  'location.maxLength': [9, 8],
  'location-sensitive.width': [3, 5],
  'normed-mlp.units': [4, 5],
};

/** Other values that are needed to see an option at all. */
const needs: Readonly<Record<string, Config>> = {
  // At test, a decision does not show how sure it was; the expectation does.
  'monotonic.bias': { test: 'expected' },
};

const pairFor = (kind: string, name: string, spec: OptionSpec): readonly [unknown, unknown] => {
  const given = samples[`${kind}.${name}`];
  if (given) return given;
  const pairs: Readonly<Record<OptionSpec['type'], readonly [unknown, unknown]>> = {
    count: name === 'units' ? [6, 7] : [spec.default ?? 1, Number(spec.default ?? 1) + 1],
    amount: [1, 2],
    share: [0, 0.5],
    number: [spec.default ?? 0, Number(spec.default ?? 0) + 1],
    flag: [false, true],
    name: [spec.names?.[0], spec.names?.[1]],
  };
  return pairs[spec.type];
};

/** The kind as it is first written: every option at its sample's first value. */
const written = (type: string, options: Readonly<Record<string, OptionSpec>>): Config => ({
  type,
  ...Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, pairFor(type, name, spec)[0]])),
});

const encoderRest = { cell: 'gru' };
const configWith = (part: keyof Catalog, kind: Config): Config => {
  const { path, around } = places[part];
  const value = part === 'encoders' ? { ...encoderRest, ...kind } : kind;
  return withValues(base, { ...around, [path]: value });
};

const differ = (one: Effects, other: Effects): boolean =>
  (['logits', 'loss', 'weights'] as const).some((effect) => distance(one[effect], other[effect]) > 1e-5);

const all = (Object.keys(places) as (keyof Catalog)[]).flatMap((part) =>
  Object.entries(builtIn[part]).map(([type, { about }]) => ({
    part,
    type,
    options: about.options as Readonly<Record<string, OptionSpec>>,
  })),
);

beforeAll(() => useBackend('wasm'));

test('every kind says what it is, by the name that configs use', () => {
  for (const { part, type } of all) {
    const { about } = (builtIn as unknown as Catalog)[part][type] as Catalog['scorers'][string];
    expect(about?.name, `${part} ${type}`).toBe(type);
    expect(about?.formula.length, `${part} ${type}`).toBeGreaterThan(0);
  }
});

describe.each(Object.keys(places) as (keyof Catalog)[])('%s', (part) => {
  test('each kind gives other numbers than the others', async () => {
    const kinds = all.filter((kind) => kind.part === part);
    const effects: Effects[] = [];
    for (const { type, options } of kinds) effects.push(await effectsOf(configWith(part, written(type, options))));
    effects.forEach((one, i) =>
      effects.slice(0, i).forEach((other, j) => {
        expect(differ(one, other), `${kinds[i]?.type} and ${kinds[j]?.type}`).toBe(true);
      }),
    );
  });
});

const options = all.flatMap(({ part, type, options: specs }) =>
  Object.entries(specs).map(([name, spec]) => ({ part, type, name, spec, specs })),
);

test.each(options)('$part: $name of $type changes the numbers', async ({ part, type, name, spec, specs }) => {
  const kind = { ...written(type, specs), ...needs[`${type}.${name}`] };
  const before = await effectsOf(configWith(part, kind));
  const after = await effectsOf(configWith(part, { ...kind, [name]: pairFor(type, name, spec)[1] }));
  expect(differ(before, after)).toBe(true);
});
