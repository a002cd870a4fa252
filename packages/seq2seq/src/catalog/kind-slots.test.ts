import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindSlots, renameKinds } from './kind-slots.ts';

/** A name at every place where there can be one, half of them as objects. */
const everything = {
  source: { embedding: 4, type: 'no slot' },
  encoder: { type: 'pyramid', cell: 'gru', summary: { type: 'mean' }, units: 5 },
  bridge: { type: 'dense', size: 3 },
  decoder: { cell: { type: 'lstm', scorer: 'no slot' }, units: 5 },
  output: 'deep',
  attention: {
    query: 'current',
    scorer: { type: 'mlp', units: 3 },
    window: 'local-m',
    normalizer: { type: 'sparsemax' },
    beside: [{ scorer: 'dot' }, { scorer: { type: 'general' }, window: { type: 'global' }, normalizer: 'softmax' }],
  },
};

describe('every place that names a kind', () => {
  test('is found once, with its part', () => {
    const found = kindSlots(everything).map(({ part, path, type }) => `${path.join('.')}: ${part} ${type}`);
    expect(found.toSorted()).toEqual(
      [
        'encoder: encoders pyramid',
        'encoder.cell: cells gru',
        'encoder.summary: summaries mean',
        'bridge: bridges dense',
        'decoder.cell: cells lstm',
        'output: outputs deep',
        'attention.scorer: scorers mlp',
        'attention.window: windows local-m',
        'attention.normalizer: normalizers sparsemax',
        'attention.beside.0.scorer: scorers dot',
        'attention.beside.1.scorer: scorers general',
        'attention.beside.1.window: windows global',
        'attention.beside.1.normalizer: normalizers softmax',
      ].toSorted(),
    );
  });

  test('can be named by a word alone', () => {
    expect(kindSlots({ encoder: 'bag', bridge: 'copy' })).toEqual([
      { part: 'encoders', path: ['encoder'], type: 'bag' },
      { part: 'bridges', path: ['bridge'], type: 'copy' },
    ]);
  });

  test('an encoder without a type names none', () => {
    expect(kindSlots({ encoder: { cell: 'gru' } }).map(({ part }) => part)).toEqual(['cells']);
  });
});

test('whatever a config is, looking for kinds does not fail', () => {
  const names = fc.constantFrom('encoder', 'cell', 'attention', 'beside', 'scorer', 'type', 'decoder', 'output');
  const any = fc.anything({ key: names, maxDepth: 5, withNullPrototype: true });
  fc.assert(
    fc.property(any, (model) => {
      for (const { type, part } of kindSlots(model)) expect([typeof type, typeof part]).toEqual(['string', 'string']);
    }),
    { seed: 1 },
  );
});

describe('other names', () => {
  test('at every place, and nothing else changes, the config given least of all', () => {
    const before = structuredClone(everything);
    const renamed = renameKinds(everything, ({ part, type }) => `${part}/${type}`);
    expect(everything).toEqual(before);
    expect(kindSlots(renamed)).toEqual(
      kindSlots(everything).map((slot) => ({ ...slot, type: `${slot.part}/${slot.type}` })),
    );
    expect(
      JSON.stringify(renamed).replaceAll(
        /(cells|encoders|summaries|bridges|outputs|scorers|windows|normalizers)\//g,
        '',
      ),
    ).toBe(JSON.stringify(before));
  });

  test('the same names leave it as it is', () => {
    expect(renameKinds(everything, ({ type }) => type)).toEqual(everything);
    for (const model of [undefined, null, 5, 'text', [], {}]) expect(renameKinds(model, () => 'x')).toEqual(model);
  });
});
