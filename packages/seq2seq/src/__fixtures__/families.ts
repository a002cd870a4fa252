/** Every family of models: all kinds and options that a config can name, put together as papers do, and a task that suits each. */
import type { Family } from './family-config.ts';
import { bahdanau, both, luong, made } from './family-models.ts';

/** All of them. */
export const modelFamilies: readonly Family[] = [
  {
    name: 'Sutskever: a state alone, read from the end',
    task: 'copy',
    steps: 400,
    learningRate: 0.01,
    isReversed: true,
    model: made((units) => ({
      encoder: { cell: 'lstm', units },
      bridge: 'copy',
      decoder: { cell: 'lstm', units, context: 'initial' },
    })),
  },
  {
    name: 'Cho: a mean at every step',
    task: 'sort',
    steps: 350,
    learningRate: 0.015,
    model: made((units) => ({
      encoder: { ...both('gru', units), summary: 'mean' },
      bridge: 'zero',
      decoder: { cell: 'gru', resetAfter: true, units, context: 'every-step' },
    })),
  },
  {
    name: 'a maximum at every step',
    task: 'sort',
    steps: 300,
    learningRate: 0.015,
    model: made((units) => ({
      encoder: { ...both('gru', units), summary: 'max' },
      bridge: 'dense',
      decoder: { cell: 'gru', units, context: 'every-step' },
    })),
  },
  {
    name: 'Bahdanau: RNNsearch',
    task: 'reverse',
    steps: 150,
    model: made((units) => ({
      encoder: { ...both('gru', units), summary: 'first-backward' },
      bridge: 'summary',
      decoder: { cell: 'gru', units, context: 'attention' },
      attention: { query: 'previous', scorer: { type: 'mlp', units } },
      output: { type: 'deep', units },
    })),
  },
  {
    name: 'Luong: general, input feeding',
    task: 'reverse',
    steps: 130,
    model: made((units) => ({
      encoder: { cell: 'lstm', units, layers: 2, residual: true },
      bridge: 'copy',
      decoder: { cell: 'lstm', units, layers: 2, residual: true, context: 'attention', inputFeeding: true },
      attention: { query: 'current', scorer: 'general' },
    })),
  },
  {
    name: 'Nematus: between two cells, deep transitions, one table',
    task: 'reverse',
    steps: 160,
    model: made((units) => ({
      tied: 'all',
      encoder: { ...both('gru', units), summary: 'mean' },
      bridge: 'summary',
      decoder: { cell: { type: 'gru', depth: 2 }, units, context: 'attention' },
      attention: { query: 'between', scorer: { type: 'mlp', units } },
      output: { type: 'deep', units },
    })),
  },
  {
    name: 'plain cells, normalised; dot',
    task: 'reverse',
    steps: 80,
    model: made((units) => ({
      tied: 'target-generator',
      encoder: both({ type: 'rnn', layerNorm: true }, units),
      bridge: 'zero',
      decoder: { cell: { type: 'rnn', layerNorm: true }, units, context: 'attention', inputFeeding: true },
      attention: { query: 'current', scorer: 'dot' },
    })),
  },
  {
    name: 'plain cells, deep; heads of scaled dot',
    task: 'reverse',
    steps: 220,
    learningRate: 0.01,
    model: made((units) => ({
      encoder: both({ type: 'rnn', depth: 2 }, units),
      bridge: 'dense',
      decoder: { cell: { type: 'rnn', depth: 2 }, units, context: 'attention' },
      attention: { query: 'previous', scorer: 'scaled-dot', heads: 2 },
    })),
  },
  {
    name: 'GNMT: a stack that reads the context at every layer',
    task: 'copy',
    steps: 260,
    model: made((units) => ({
      encoder: { type: 'gnmt', cell: 'lstm', units, layers: 3, residual: true },
      bridge: 'dense',
      decoder: { cell: 'lstm', units, layers: 2, residual: true, context: 'attention' },
      attention: { query: 'previous', scorer: { type: 'normed-mlp', units }, upperLayers: true },
    })),
  },
  {
    name: 'Zhou: layers that alternate',
    task: 'reverse',
    steps: 150,
    model: made((units) => ({
      encoder: { type: 'alternating', cell: 'lstm', units, layers: 2 },
      bridge: 'dense',
      decoder: { cell: { type: 'lstm', depth: 2 }, units, context: 'attention' },
      attention: { query: 'current', scorer: 'learned-scale-dot' },
    })),
  },
  {
    name: 'Chan, Chorowski: a pyramid and filters over earlier weights',
    task: 'halve',
    steps: 120,
    model: made((units) => ({
      encoder: { type: 'pyramid', cell: 'lstm', units: units / 2, layers: 2 },
      bridge: 'dense',
      decoder: { cell: 'lstm', units, context: 'attention' },
      attention: { query: 'previous', scorer: { type: 'location-sensitive', units, filters: 4, width: 3 } },
    })),
  },
  {
    name: 'where, not what: location',
    task: 'reverse four',
    pairs: 600,
    steps: 50,
    model: made((units) => ({
      encoder: both({ type: 'lstm', layerNorm: true }, units),
      bridge: 'copy',
      decoder: { cell: { type: 'lstm', layerNorm: true }, units, context: 'attention' },
      attention: { query: 'current', scorer: { type: 'location', maxLength: 9 } },
    })),
  },
  {
    name: 'coverage counted',
    task: 'reverse',
    steps: 120,
    model: bahdanau((units) => ({ scorer: { type: 'coverage-count', units } })),
    training: { coverageLoss: 0.1 },
  },
  {
    name: 'coverage noted by a GRU',
    task: 'reverse',
    steps: 160,
    model: bahdanau((units) => ({ scorer: { type: 'coverage-gru', units, size: 3 } })),
  },
  {
    name: 'coverage by fertility',
    task: 'double',
    pairs: 700,
    steps: 140,
    model: bahdanau((units) => ({ scorer: { type: 'coverage-fertility', units, maxFertility: 2 } })),
  },
  {
    name: 'a window that moves on',
    task: 'copy',
    steps: 150,
    model: luong(() => ({ window: { type: 'local-m', width: 1 } }), true),
  },
  {
    name: 'a window that is predicted',
    task: 'copy',
    steps: 250,
    model: luong((units) => ({ window: { type: 'local-p', width: 2, units } }), true),
  },
  {
    name: 'sparsemax, and dropout',
    task: 'reverse',
    steps: 180,
    model: (units) => {
      const model = luong(() => ({ normalizer: 'sparsemax' }), true)(units);
      return { ...model, encoder: { ...model.encoder, dropout: 0.1 }, decoder: { ...model.decoder, dropout: 0.1 } };
    },
  },
  {
    name: 'entmax, zoneout and variational dropout',
    task: 'reverse',
    steps: 200,
    model: made((units) => {
      const cells = {
        cell: 'lstm',
        zoneout: 0.05,
        variationalDropout: { inputs: 0.1, state: 0.05 },
      } as const;
      return {
        tied: 'source-target',
        encoder: { ...both('lstm', units), ...cells },
        bridge: 'dense',
        decoder: { ...cells, units, context: 'attention', inputFeeding: true },
        attention: { query: 'current', scorer: 'general', normalizer: 'entmax-1.5' },
      };
    }),
  },
  {
    name: 'Raffel: attention that never goes back',
    task: 'sounds',
    steps: 350,
    learningRate: 0.015,
    model: bahdanau(() => ({ normalizer: { type: 'monotonic', noise: 1 } })),
  },
  {
    name: 'several attentions side by side',
    task: 'reverse',
    steps: 160,
    model: bahdanau(() => ({
      beside: [
        { scorer: 'general', normalizer: 'sparsemax' },
        { scorer: { type: 'location-sensitive', units: 4, filters: 2, width: 3, reads: 'coverage' } },
      ],
    })),
  },
  {
    name: 'See: copied words, covered once',
    task: 'names',
    steps: 80,
    model: made((units) => ({
      encoder: both({ type: 'gru', layerNorm: true }, units),
      bridge: 'dense',
      decoder: { cell: { type: 'gru', layerNorm: true }, units, context: 'attention' },
      attention: { query: 'current', scorer: { type: 'mlp', units } },
      copy: true,
    })),
    training: { coverageLoss: 0.1 },
  },
];
