import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../../testing/strict-xml.ts';
import { models } from './__fixtures__/random-models.ts';
import * as samples from './__fixtures__/sample-models.ts';
import type { DiagramAttention, ModelDiagram } from './model-diagram.ts';
import { svgModelDiagram, type SvgModelDiagramOptions } from './svg-model-diagram.ts';

const { bahdanau, cho, conditional, copying, gnmt, languageModel, luong, pyramid, sutskever } = samples;
const attentionOf = (model: ModelDiagram): DiagramAttention => model.context as DiagramAttention;

const draw = (model: ModelDiagram, options?: SvgModelDiagramOptions): XmlElement =>
  parseXml(svgModelDiagram(model, options));
const textsOf = (root: XmlElement): string[] => elementsNamed(root, 'text').map(textOf);
const labelOf = (model: ModelDiagram): string => draw(model).attributes.get('aria-label') ?? '';
const dashesOf = (model: ModelDiagram): string[] =>
  elementsNamed(draw(model), 'path').flatMap(({ attributes }) => attributes.get('stroke-dasharray') ?? []);

/** What is drawn, without the words around it. */
const shapesOf = (model: ModelDiagram): string =>
  svgModelDiagram(model)
    .replaceAll(/<text.*?<\/text>/g, '')
    .replace(/^<svg[^>]*>/, '');

describe('svgModelDiagram', () => {
  it('is well-formed, whatever the labels are', () => {
    fc.assert(
      fc.property(models, (model) => {
        const root = draw(model);
        expect(root.attributes.get('role')).toBe('img');
        expect(root.children.length).toBeGreaterThan(1);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('shows tokens, cells, rows, headings, legend and caption of a model', () => {
    const texts = textsOf(draw(bahdanau));
    const expected = ['x₁', '</s>', '<s>', 'y₂', 'GRU', 'memory', 'bridge', 'α1', 'c3', 'maxout +', 'softmax'];
    expect(texts).toEqual(expect.arrayContaining(expected));
    expect(texts).toEqual(
      expect.arrayContaining(['Encoder', 'Decoder', 'layer 1', '1000 units', 'embedding', 'output']),
    );
    expect(texts).toEqual(expect.arrayContaining(['encoder', 'attention', 'decoder', 'memory, query, context']));
    expect(texts).toContain('Bridge: dense, tanh(W h).');
    expect(texts).toContain('Attention: scores v · tanh(W q + U m); window global; weights α by softmax.');
  });

  it('tells a screen reader what the figure shows, in one sentence', () => {
    expect(labelOf(bahdanau)).toBe(
      'Bahdanau, Cho, Bengio 2015: sequence-to-sequence model, unrolled: encoder of 1 layer (GRU bidirectional) over 4 source ' +
        'steps, attention with the previous query, decoder of 1 layer (GRU) over 3 target steps, output maxout + softmax',
    );
    expect(labelOf(cho)).toContain('its summary read at every step, decoder');
    expect(labelOf(sutskever)).toContain(
      '2 layers (LSTM forward, LSTM forward) over 3 source steps, read through the first',
    );
    expect(labelOf(languageModel)).toBe(
      'Language model: language model, unrolled: decoder of 2 layers (LSTM, LSTM) over 4 target steps, output softmax',
    );
  });

  it('keeps hostile labels as text', () => {
    const root = draw({
      ...cho,
      title: '</svg><script>',
      decoder: { ...cho.decoder, outputs: ['<b>', '"&\'', '\u{0}'] },
    });
    expect(textsOf(root)).toEqual(expect.arrayContaining(['</svg><script>', '<b>', '"&\'', '\\x00']));
    expect(elementsNamed(root, 'script')).toHaveLength(0);
  });

  it('cuts endless labels where they stand, and wraps the caption', () => {
    const layers = [{ cell: 'x'.repeat(99), detail: 'y'.repeat(99), direction: 'forward' as const }];
    const root = draw({ ...cho, encoder: { source: ['z'.repeat(99)], layers, note: 'word '.repeat(99) } });
    const cut = textsOf(root).filter((text) => text.endsWith('…'));
    expect(cut.map((text) => text[0])).toEqual(expect.arrayContaining(['x', 'y', 'z']));
    expect(textsOf(root).filter((text) => text.includes('word word'))).toHaveLength(4);
  });

  it.each<[string, ModelDiagram, ModelDiagram]>([
    [
      'a direction',
      bahdanau,
      { ...bahdanau, encoder: { ...cho.encoder!, source: bahdanau.encoder!.source }, bridge: { label: '' } },
    ],
    ['a bridge', gnmt, { ...gnmt, bridge: { label: '' } }],
    ['where a bridge begins', sutskever, { ...sutskever, bridge: { label: '', from: 'top-layer' } }],
    ['a context at every step', sutskever, { ...sutskever, context: cho.context }],
    ['attention', cho, { ...cho, context: bahdanau.context }],
    ['the query', bahdanau, { ...bahdanau, context: { ...attentionOf(bahdanau), query: 'current' } }],
    ['input feeding', luong, { ...luong, context: { ...attentionOf(luong), inputFeeding: false } }],
    ['a context in upper layers', gnmt, { ...gnmt, context: { ...attentionOf(gnmt), entersUpperLayers: false } }],
    [
      'the same after a conditional layer',
      conditional,
      { ...conditional, context: { ...attentionOf(conditional), entersUpperLayers: true } },
    ],
    ['a deep output', bahdanau, { ...bahdanau, output: { label: bahdanau.output.label } }],
    ['copies', copying, { ...copying, output: { label: 'softmax' } }],
    [
      'a reduction',
      pyramid,
      {
        ...pyramid,
        encoder: { ...pyramid.encoder!, layers: pyramid.encoder!.layers.map((layer) => ({ ...layer, reduction: 1 })) },
      },
    ],
    [
      'a residual encoder',
      gnmt,
      {
        ...gnmt,
        encoder: { ...gnmt.encoder!, layers: gnmt.encoder!.layers.map((layer) => ({ ...layer, residual: false })) },
      },
    ],
    [
      'a residual decoder',
      gnmt,
      {
        ...gnmt,
        decoder: { ...gnmt.decoder, layers: gnmt.decoder.layers.map((layer) => ({ ...layer, residual: false })) },
      },
    ],
  ])('shows %s in the figure itself', (_name, one, other) => {
    expect(shapesOf(one)).not.toBe(shapesOf(other));
  });

  it.each<[string, ModelDiagram, string]>([
    ['the scorer', { ...luong, context: { ...attentionOf(luong), scorer: 'cosine' } }, 'scores cosine;'],
    ['the window', { ...luong, context: { ...attentionOf(luong), window: 'local-m' } }, 'window local-m;'],
    ['the normalizer', { ...luong, context: { ...attentionOf(luong), normalizer: 'sparsemax' } }, 'by sparsemax.'],
    ['a note', sutskever, 'Encoder: the source is read backwards.'],
    ['zeros', gnmt, 'The decoder begins with a state of zeros.'],
    ['feeding', luong, 'h̃ = tanh(W[c; h]), which is also an input of the next step.'],
    ['upper layers', gnmt, 'is an input of every layer.'],
    ['the second cell', conditional, 'the input of the second, GRU₂.'],
    [
      'the second cell and upper layers',
      { ...conditional, context: { ...attentionOf(conditional), entersUpperLayers: true } },
      'GRU₂, and of every layer above.',
    ],
    ['a deep output', bahdanau, 'Output: maxout + softmax, which also sees the input and the context.'],
    [
      'a deep output of one source',
      { ...languageModel, output: { label: 'mlp', deep: true } },
      'mlp, which also sees the input.',
    ],
    ['copies', copying, 'Output: softmax; a token may be copied from the source.'],
  ])('says %s in the caption', (_name, model, words) => {
    expect(textsOf(draw(model)).join(' ')).toContain(words);
  });

  it('dashes what is fed, dots what is residual, and explains both', () => {
    expect(dashesOf(luong)).toEqual(['5 3', '5 3']); // the figure and the legend
    expect(dashesOf(gnmt)).toEqual(['1.5 2.5', '1.5 2.5']);
    expect(dashesOf(sutskever)).toEqual([]);
    expect(textsOf(draw(luong))).toContain('input feeding');
    expect(textsOf(draw(gnmt))).toContain('residual, added at +');
    expect(textsOf(draw(copying))).toContain('copying');
  });

  it('has a white sheet unless asked to be transparent, which takes the colour of the page’s text', () => {
    const isSheet = (child: XmlElement | string): boolean =>
      typeof child === 'object' && child.name === 'rect' && child.attributes.get('fill') === '#ffffff';
    expect(draw(luong).children.some(isSheet)).toBe(true);
    const transparent = draw(luong, { background: 'transparent' });
    expect(transparent.children.some(isSheet)).toBe(false);
    expect(transparent.attributes.get('fill')).toBe('currentColor');
    expect(svgModelDiagram(luong, { background: 'transparent' })).not.toContain('#1f2328" stroke-width');
  });

  it('has no id, which could clash with another drawing on a page', () => {
    expect(svgModelDiagram(luong)).not.toMatch(/ id="|url\(/);
  });

  it('scales to the width asked for', () => {
    const natural = draw(luong);
    const half = draw(luong, { width: 400 });
    const scale = 400 / Number(natural.attributes.get('width'));
    expect(half.attributes.get('width')).toBe('400');
    expect(Number(half.attributes.get('height'))).toBeCloseTo(Number(natural.attributes.get('height')) * scale, -1);
    const [group] = elementsNamed(half, 'g');
    expect(Number(/scale\((.*)\)/.exec(group?.attributes.get('transform') ?? '')?.[1])).toBeCloseTo(scale, 4);
  });

  it('refuses impossible models and widths', () => {
    expect(() => svgModelDiagram({ ...cho, context: { type: 'none' } })).toThrow(/^svgModelDiagram: expected a model/);
    for (const width of [0, -1, NaN, Infinity]) {
      expect(() => svgModelDiagram(cho, { width })).toThrow(
        `width must be a positive number of pixels, but is ${width}; leave`,
      );
    }
  });
});
