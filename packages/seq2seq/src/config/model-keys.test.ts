import { describe, expect, test } from 'vitest';
import { kindSlots } from '../catalog/kind-slots.ts';
import { modelKeys } from './model-keys.ts';
import { parseModelConfig } from './parse-model-config.ts';

const keys = modelKeys();

/** As short as a config can be, but for the optional parts, which are there. */
const written = {
  source: { vocabulary: 5, embedding: 4 },
  target: { vocabulary: 5, embedding: 4 },
  encoder: { cell: 'gru', units: 4 },
  bridge: 'copy',
  decoder: { cell: 'gru', units: 4, context: 'attention' },
  attention: { query: 'previous', scorer: 'general' },
};
const config = parseModelConfig(written);

/** Every path of a resolved config to something that is no object, with what stands there. */
const leaves = (value: unknown, path: readonly string[] = []): [path: string, value: unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
    : [[path.join('.'), value]];

/** Those that are neither the name of a kind nor one of its options. */
const besideKinds = leaves(config).filter(([path]) => {
  const slots = kindSlots(config).map((slot) => slot.path.join('.'));
  const isInSlot = slots.some((slot) => slot !== 'encoder' && (path === slot || path.startsWith(`${slot}.`)));
  const isOfEncoder = /^encoder\.(type|units|layers|direction|residual)$/.test(path);
  return !isInSlot && !isOfEncoder;
});

describe('the keys that name no kind', () => {
  test('are those of a resolved config, and those of frames', () => {
    const frames = ['source.frames', 'source.embedding'];
    expect(keys.map(({ path }) => path).toSorted()).toEqual(
      [...besideKinds.map(([path]) => path), ...frames].toSorted(),
    );
  });

  test('have the defaults that a config gets where it says nothing', () => {
    const given = new Set(leaves(written).map(([path]) => path));
    for (const key of keys) {
      const [, value] = besideKinds.find(([path]) => path === key.path) ?? [];
      if (key.path === 'source.frames' || given.has(key.path)) expect(key, key.path).not.toHaveProperty('default');
      else expect(key.default, key.path).toEqual(value);
    }
  });

  test('say in words what may be written there', () => {
    const wanted = Object.fromEntries(keys.map((key) => [key.path, key.wanted]));
    expect(wanted).toMatchObject({
      'attention.query': 'previous or current or between',
      'attention.heads': 'a whole number above 0',
      'attention.beside': 'a list',
      'decoder.context': 'initial or every-step or attention',
      'decoder.zoneout': 'a number from 0 up to, not including, 1',
      'encoder.variationalDropout.state': 'a number from 0 up to, not including, 1',
      copy: 'true or false',
    });
    for (const { about } of keys) expect(about).toMatch(/^[a-zA-Z].{10,110}[^.]$/);
  });
});
