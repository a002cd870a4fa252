import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VizError } from '../viz-error.ts';
import { models } from './__fixtures__/random-models.ts';
import * as samples from './__fixtures__/sample-models.ts';
import { checkModelDiagram } from './check-model-diagram.ts';
import type { DiagramAttention, DiagramEncoderLayer, ModelDiagram } from './model-diagram.ts';

const { bahdanau, cho, languageModel, luong, sutskever } = samples;
const { bridge: _, ...unbridged } = sutskever;
const { encoder: __, ...headless } = bahdanau;
const attention = bahdanau.context as DiagramAttention;

const withLayer = (layer: Partial<DiagramEncoderLayer>): ModelDiagram => ({
  ...cho,
  encoder: { source: ['a'], layers: [{ cell: 'GRU', direction: 'forward', ...layer }] },
});

describe('checkModelDiagram', () => {
  it('accepts the models of the papers and every model that can exist', () => {
    for (const model of Object.values<ModelDiagram>(samples)) checkModelDiagram(model, 'test');
    fc.assert(
      fc.property(models, (model) => checkModelDiagram(model, 'test')),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each<[string, ModelDiagram, string]>([
    ['no source step', { ...cho, encoder: { ...cho.encoder!, source: [] } }, 'encoder.source has no step; give'],
    ['no encoder layer', { ...cho, encoder: { source: ['a'], layers: [] } }, 'encoder.layers is empty; give'],
    ['half a step', withLayer({ reduction: 1.5 }), 'encoder.layers[0].reduction is 1.5; give a whole number'],
    ['no step', withLayer({ reduction: 0 }), 'encoder.layers[0].reduction is 0; give a whole number'],
    ['a shorter residual', withLayer({ reduction: 2, residual: true }), 'is residual but makes 2 steps one'],
    ['no target step', { ...cho, decoder: { ...cho.decoder, inputs: [] } }, 'decoder.inputs has no step; give'],
    ['no decoder layer', { ...cho, decoder: { ...cho.decoder, layers: [] } }, 'decoder.layers is empty; give'],
    [
      'inputs without outputs',
      { ...cho, decoder: { ...cho.decoder, outputs: ['a'] } },
      'decoder.inputs has 3 labels but decoder.outputs has 1; give each step one of both',
    ],
    ['attention to nothing', headless, 'context is attention but there is no encoder; give one'],
    [
      'a bridge from nothing',
      { ...languageModel, bridge: { label: 'copy' } },
      'no encoder that it could begin at; leave',
    ],
    [
      'copies of nothing',
      { ...languageModel, output: { label: 'softmax', copy: true } },
      'output.copy is on but there is no source to copy from; leave it out',
    ],
    [
      'a source for nothing',
      { ...cho, context: { type: 'none' } },
      'context is none but there is an encoder; leave it out',
    ],
    [
      'no way to the decoder',
      unbridged,
      'there is no bridge, so the decoder would never see the source; give a bridge',
    ],
    [
      'the end of a direction that is not there',
      { ...cho, bridge: { label: '', from: 'top-backward' } },
      'bridge.from is top-backward but the top encoder layer runs forward; use top-layer',
    ],
    [
      'one cell to look between',
      { ...bahdanau, context: { ...attention, query: 'between' } },
      'context.query is between but there is one cell; name the second as decoder.secondCell',
    ],
    [
      'two cells and nothing between',
      { ...bahdanau, decoder: { ...bahdanau.decoder, secondCell: 'GRU' } },
      'decoder.secondCell is there but context.query is previous; leave it out',
    ],
    [
      'two cells without attention',
      { ...cho, decoder: { ...cho.decoder, secondCell: 'GRU' } },
      'decoder.secondCell is there but context.query is absent; leave it out',
    ],
    [
      'feeding of what is not made',
      { ...bahdanau, context: { ...attention, inputFeeding: true } },
      'context.inputFeeding is on but the query is previous, which makes no attentional vector; leave it out',
    ],
    [
      'a context before it is there',
      { ...luong, context: { ...attention, query: 'current', entersUpperLayers: true } },
      'context.entersUpperLayers is on but the query current comes after all layers; leave it out',
    ],
  ])('refuses %s, saying what to do', (_name, model, message) => {
    expect(() => checkModelDiagram(model, 'test')).toThrow(VizError);
    expect(() => checkModelDiagram(model, 'test')).toThrow(message);
  });

  it('reports everything at once, after where it was and whose model it is', () => {
    const wrong = { ...headless, title: 'A\n', bridge: { label: '' }, decoder: { ...headless.decoder, layers: [] } };
    expect(() => checkModelDiagram(wrong, 'svgModelDiagram')).toThrow(
      /^svgModelDiagram: expected a model that can be built, but in "A\\n"\n {2}decoder\.layers.*\n {2}context is.*\n {2}there is a bridge.*$/,
    );
  });
});
