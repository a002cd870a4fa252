/** Models of the papers, as figures show them. */
import type { DiagramAttention, ModelDiagram } from '../model-diagram.ts';

const source = ['x₁', 'x₂', 'x₃', '</s>'];
const target = { inputs: ['<s>', 'y₁', 'y₂'], outputs: ['y₁', 'y₂', '</s>'] };
const additive = {
  type: 'attention',
  scorer: 'v · tanh(W q + U m)',
  window: 'global',
  normalizer: 'softmax',
} as const;

/** Sutskever, Vinyals, Le 2014. */
export const sutskever: ModelDiagram = {
  title: 'Sutskever, Vinyals, Le 2014',
  encoder: {
    source: ['x₃', 'x₂', 'x₁'],
    layers: [
      { cell: 'LSTM', detail: '1000 units', direction: 'forward' },
      { cell: 'LSTM', detail: '1000 units', direction: 'forward' },
    ],
    note: 'the source is read backwards',
  },
  bridge: { label: 'copy, layer by layer' },
  context: { type: 'initial' },
  decoder: { ...target, layers: [{ cell: 'LSTM', detail: '1000 units' }, { cell: 'LSTM', detail: '1000 units' }] },
  output: { label: 'softmax' },
};

/** Cho et al. 2014. */
export const cho: ModelDiagram = {
  title: 'Cho et al. 2014',
  encoder: { source, layers: [{ cell: 'GRU', detail: '1000 units', direction: 'forward' }] },
  bridge: { label: 'dense, tanh(V c)', from: 'top-layer' },
  context: { type: 'every-step' },
  decoder: { ...target, layers: [{ cell: 'GRU', detail: '1000 units' }] },
  output: { label: 'maxout + softmax', deep: true },
};

/** Bahdanau, Cho, Bengio 2015. */
export const bahdanau: ModelDiagram = {
  title: 'Bahdanau, Cho, Bengio 2015',
  encoder: { source, layers: [{ cell: 'GRU', detail: '1000 units', direction: 'bidirectional' }] },
  bridge: { label: 'dense, tanh(W h)', from: 'top-backward' },
  context: { ...additive, query: 'previous' },
  decoder: { ...target, layers: [{ cell: 'GRU', detail: '1000 units' }] },
  output: { label: 'maxout + softmax', deep: true },
};

/** Luong, Pham, Manning 2015. */
export const luong: ModelDiagram = {
  title: 'Luong, Pham, Manning 2015: local attention with input feeding',
  encoder: {
    source,
    layers: [
      { cell: 'LSTM', detail: '1000 units', direction: 'forward' },
      { cell: 'LSTM', detail: '1000 units', direction: 'forward' },
    ],
  },
  bridge: { label: 'copy, layer by layer' },
  context: {
    type: 'attention',
    query: 'current',
    scorer: 'q · W m',
    window: 'local-p, 10 to each side of a predicted centre',
    normalizer: 'softmax',
    inputFeeding: true,
  },
  decoder: { ...target, layers: [{ cell: 'LSTM', detail: '1000 units' }, { cell: 'LSTM', detail: '1000 units' }] },
  output: { label: 'softmax' },
};

/** After Wu et al. 2016, with fewer layers. */
export const gnmt: ModelDiagram = {
  title: 'After Wu et al. 2016 (GNMT)',
  encoder: {
    source,
    layers: [
      { cell: 'LSTM', detail: '1024 units', direction: 'bidirectional' },
      { cell: 'LSTM', detail: '1024 units', direction: 'forward' },
      { cell: 'LSTM', detail: '1024 units', direction: 'forward', residual: true },
    ],
  },
  context: { ...additive, query: 'previous', entersUpperLayers: true },
  decoder: {
    ...target,
    layers: [
      { cell: 'LSTM', detail: '1024 units' },
      { cell: 'LSTM', detail: '1024 units' },
      { cell: 'LSTM', detail: '1024 units', residual: true },
    ],
  },
  output: { label: 'softmax' },
};

/** A language model. */
export const languageModel: ModelDiagram = {
  title: 'Language model',
  context: { type: 'none' },
  decoder: {
    inputs: ['<s>', 'the', 'cat', 'sat'],
    outputs: ['the', 'cat', 'sat', '</s>'],
    layers: [
      { cell: 'LSTM', detail: '650 units' },
      { cell: 'LSTM', detail: '650 units' },
    ],
  },
  output: { label: 'softmax' },
};

/** Chan et al. 2016. */
export const pyramid: ModelDiagram = {
  title: 'Chan et al. 2016: a pyramid that halves time twice',
  encoder: {
    source: ['x₁', 'x₂', 'x₃', 'x₄', 'x₅', 'x₆', 'x₇', 'x₈'],
    layers: [
      { cell: 'LSTM', detail: '2 × 256 units', direction: 'bidirectional' },
      { cell: 'LSTM', detail: '2 × 256 units', direction: 'bidirectional', reduction: 2 },
      { cell: 'LSTM', detail: '2 × 256 units', direction: 'bidirectional', reduction: 2 },
    ],
    note: 'each of the two upper layers reads two steps of the layer below as one',
  },
  context: { ...additive, query: 'previous' },
  decoder: { ...target, layers: [{ cell: 'LSTM', detail: '512 units' }, { cell: 'LSTM', detail: '512 units' }] },
  output: { label: 'softmax' },
};

const between: DiagramAttention = { ...additive, query: 'between' };

/** The conditional GRU of Sennrich et al. 2017 (Nematus). */
export const conditional: ModelDiagram = {
  title: 'Sennrich et al. 2017: the conditional GRU of Nematus',
  encoder: { source, layers: [{ cell: 'GRU', detail: '1024 units', direction: 'bidirectional' }] },
  bridge: { label: 'dense, tanh(W mean(m))', from: 'top-layer' },
  context: between,
  decoder: { ...target, layers: [{ cell: 'GRU₁', detail: '1024 units' }, { cell: 'GRU', detail: '1024 units', residual: true }], secondCell: 'GRU₂' },
  output: { label: 'softmax', deep: true },
};

/** After See, Liu, Manning 2017. */
export const copying: ModelDiagram = {
  title: 'After See, Liu, Manning 2017: a pointer-generator',
  encoder: { source, layers: [{ cell: 'LSTM', detail: '256 units', direction: 'bidirectional' }] },
  bridge: { label: 'dense' },
  context: { ...additive, query: 'current' },
  decoder: { ...target, layers: [{ cell: 'LSTM', detail: '256 units' }] },
  output: { label: 'softmax', copy: true },
};
