// Whatever a config puts together is drawn, or refused by an error that says why: the figure never stumbles over what the config allows.
import { ConfigError, type OptionSpec } from '@seq2seq/core';
import { svgModelDiagram } from '@seq2seq/viz';
import fc from 'fast-check';
import { builtIn, type Catalog } from 'seq2seq';
import { describe, expect, test } from 'vitest';
import { diagramOf } from './diagram-of.ts';
import { readModel } from './read-model.ts';

type Config = Readonly<Record<string, unknown>>;

const catalog = builtIn as unknown as Catalog;

const draw = (model: unknown, kinds: Catalog = catalog): string =>
  svgModelDiagram(diagramOf(readModel(model, 'my.json.model', kinds), kinds));

const valueOf = ({ type, names = [] }: OptionSpec): fc.Arbitrary<unknown> =>
  ({
    count: () => fc.integer({ min: 1, max: 4 }),
    amount: () => fc.constantFrom(0.5, 2),
    share: () => fc.constantFrom(0, 0.5),
    number: () => fc.integer({ min: -2, max: 2 }),
    flag: () => fc.boolean(),
    name: () => fc.constantFrom(...names),
  })[type]();

/** Any kind of a part with any options. */
const kindOf = (part: keyof Catalog): fc.Arbitrary<Config> =>
  fc.constantFrom(...Object.entries(catalog[part])).chain(([type, { about }]) => {
    const specs = Object.entries((about?.options ?? {}) as Readonly<Record<string, OptionSpec>>);
    const options = Object.fromEntries(specs.map(([name, spec]) => [name, valueOf(spec)]));
    return fc.record<Config>({ type: fc.constant(type), ...options });
  });

const look = {
  scorer: kindOf('scorers'),
  window: kindOf('windows'),
  normalizer: kindOf('normalizers'),
  heads: fc.constantFrom(1, 2),
};
const embedding = fc.record({ embedding: fc.integer({ min: 1, max: 4 }) });

const anyConfig = fc
  .record({
    source: fc.oneof(
      embedding,
      fc.record({
        vocabulary: fc.constant(9),
        embedding: fc.constant(4),
        factors: fc.array(embedding, { maxLength: 2 }),
      }),
      fc.record({ frames: fc.constantFrom(3, 4) }),
    ),
    target: embedding,
    encoder: fc
      .tuple(kindOf('encoders'), fc.record({ cell: kindOf('cells'), summary: kindOf('summaries') }))
      .map(([kind, rest]) => ({ ...kind, ...rest })),
    bridge: kindOf('bridges'),
    decoder: fc.record({
      cell: kindOf('cells'),
      units: fc.constant(4),
      layers: fc.integer({ min: 1, max: 4 }),
      residual: fc.boolean(),
      context: fc.constantFrom('attention', 'attention', 'initial', 'every-step'),
      inputFeeding: fc.boolean(),
    }),
    output: kindOf('outputs'),
    copy: fc.boolean(),
    attention: fc.record({
      query: fc.constantFrom('previous', 'current', 'between'),
      ...look,
      upperLayers: fc.boolean(),
      beside: fc.array(fc.record(look), { maxLength: 1 }),
    }),
  })
  .map(({ attention, ...rest }) => (rest.decoder.context === 'attention' ? { ...rest, attention } : rest));

/** Fails unless every tag is closed by its own, and nothing stands outside of one root. */
const expectWellFormed = (svg: string): void => {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)\s*(\/?)>/g,
    (_tag, closing, name, _attributes, alone) => {
      if (closing) expect(open.pop()).toBe(name);
      else if (!alone) open.push(name as string);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(svg).toMatch(/^<svg [^>]*>/);
  expect(svg).not.toMatch(/NaN|undefined|\[object/);
};

test('any config is drawn as well-formed SVG, or refused by an error that names where', () => {
  const counts = { drawn: 0, refused: 0 };
  fc.assert(
    fc.property(anyConfig, (config) => {
      try {
        expectWellFormed(draw(config));
        counts.drawn++;
      } catch (error) {
        if (!ConfigError.isInstance(error)) throw error;
        expect(error.message).toMatch(/^my\.json\.model\.[\w.]+: .+[.:;]/);
        counts.refused++;
      }
    }),
    { seed: 2, numRuns: 150 },
  );
  expect(counts.drawn).toBeGreaterThan(20);
  expect(counts.refused).toBeGreaterThan(20);
});

const base = {
  source: { embedding: 4 },
  target: { embedding: 4 },
  encoder: { cell: 'gru', units: 2, direction: 'bidirectional' },
  bridge: 'dense',
  decoder: { cell: 'gru', units: 4, context: 'attention' },
  attention: { query: 'previous', scorer: { type: 'mlp', units: 3 } },
};

const read = (model: unknown, isReversed = false) =>
  diagramOf(readModel(model, 'my.json', catalog), catalog, isReversed);

describe('a figure shows', () => {
  test('numbers below letters, and the two cells of a conditional decoder as two', () => {
    const { encoder, decoder } = read({ ...base, attention: { ...base.attention, query: 'between' } });
    expect(encoder?.source).toEqual(['x₁', 'x₂', 'x₃', '</s>']);
    expect(decoder).toMatchObject({ inputs: ['<s>', 'y₁', 'y₂'], outputs: ['y₁', 'y₂', '</s>'], secondCell: 'GRU₂' });
    expect(decoder.layers.map(({ cell }) => cell)).toEqual(['GRU₁']);
    expect(read(base).decoder).not.toHaveProperty('secondCell');
  });

  test('a source that is read from its end, and one of frames', () => {
    expect(read(base, true).encoder).toMatchObject({
      source: ['x₃', 'x₂', 'x₁', '</s>'],
      note: 'the source is read from its end',
    });
    expect(read({ ...base, source: { frames: 3 } }).encoder?.source).toEqual([
      'frame 1',
      'frame 2',
      'frame 3',
      'frame 4',
    ]);
  });

  test('as many steps as a pyramid makes two, and which of its layers can be residual', () => {
    const encoder = { type: 'pyramid', cell: 'lstm', units: 2, layers: 3, residual: true };
    const layers = read({ ...base, encoder }).encoder;
    expect(layers?.source).toHaveLength(8);
    expect(layers?.layers.map(({ residual = false, reduction = 1 }) => [residual, reduction])).toEqual([
      [true, 1],
      [false, 2],
      [false, 2],
    ]);
  });

  test('what adds its input to its output: where the widths agree', () => {
    const residual = (encoder: object): boolean[] =>
      (read({ ...base, encoder }).encoder?.layers ?? []).map((layer) => layer.residual ?? false);
    expect(residual({ cell: 'gru', units: 4, layers: 3, residual: true })).toEqual([true, true, true]);
    expect(residual({ cell: 'gru', units: 5, layers: 3, residual: true })).toEqual([false, true, true]);
    expect(residual({ type: 'gnmt', cell: 'gru', units: 4, layers: 4, residual: true })).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(residual({ cell: 'gru', units: 4, layers: 2 })).toEqual([false, false]);
  });

  test('a bridge from the summary that was read backward', () => {
    const encoder = { ...base.encoder, summary: 'first-backward' };
    expect(read({ ...base, encoder, bridge: 'summary' }).bridge).toEqual({
      label: 'summary, s₀ = tanh(c W + b), c the summary of the source; c = ←h₁, the backward half at the first token',
      from: 'top-backward',
    });
    expect(read(base).bridge?.from).toBe('top-layer');
    expect(read({ ...base, bridge: 'zero' })).not.toHaveProperty('bridge');
  });

  test('several attentions, what they share once', () => {
    const { context } = read({
      ...base,
      attention: {
        ...base.attention,
        heads: 2,
        beside: [{ scorer: 'general', window: { type: 'local-m', width: 2 } }],
      },
    });
    expect(context).toMatchObject({
      scorer: 'v · tanh(q Wq + m Wk) in 2 heads and q W · m',
      window: 'global and local-m',
      normalizer: 'softmax',
    });
  });

  test('a language model, which has no source', () => {
    const model = { target: { embedding: 4 }, decoder: { cell: 'lstm', units: 4, layers: 2 } };
    const diagram = read(model);
    expect(diagram).toMatchObject({ title: 'language model, LSTM decoder', context: { type: 'none' } });
    expect(diagram).not.toHaveProperty('encoder');
    expectWellFormed(svgModelDiagram(diagram));
  });

  test('kinds of one’s own by their names', () => {
    const create = (): never => {
      throw new Error('only drawn');
    };
    const about = { name: 'bag', formula: 'm_s = x_s', options: {} };
    const kinds = {
      ...catalog,
      encoders: { './bag.ts': { about, create } },
      scorers: { '../kinds/my-scorers.ts#cosine': { create } },
      cells: { ...catalog.cells, '@mine/leaky-cell': { create } },
    } as unknown as Catalog;
    const model = {
      ...base,
      encoder: { type: './bag.ts' },
      decoder: { ...base.decoder, cell: '@mine/leaky-cell' },
      attention: { query: 'current', scorer: '../kinds/my-scorers.ts#cosine' },
    };
    expect(diagramOf(readModel(model, 'my.json', kinds), kinds)).toMatchObject({
      title: 'bag encoder, LEAKY-CELL decoder, cosine attention',
      encoder: { layers: [{ cell: 'bag' }] },
      context: { scorer: 'cosine' },
    });
    expectWellFormed(draw(model, kinds));
  });
});

describe('what cannot be drawn is refused', () => {
  test('a decoder that nothing leads to', () => {
    const { attention: _attention, ...rest } = base;
    const model = { ...rest, bridge: 'zero', decoder: { ...base.decoder, context: 'initial' } };
    expect(() => draw(model)).toThrow(/^my\.json\.model\.bridge: it is zero and decoder\.context is initial/);
  });

  test.each([undefined, null, 5, 'text', [], {}, { target: {} }, { ...base, encoder: undefined }])('%j', (model) => {
    expect(() => draw(model)).toThrow(/^my\.json\.model/);
  });
});
