// A config as a figure: a few steps of source and target, and what stands between them.
import type { DiagramAttention, DiagramContext, DiagramEncoderLayer, ModelDiagram } from '@seq2seq/viz';
import type { AttentionConfig, Catalog, EncoderConfig, KindConfig, ModelConfig } from 'seq2seq';

/** What `svgModelDiagram` draws of a model. */
export const diagramOf = (config: ModelConfig, catalog: Catalog): ModelDiagram => ({
  title: titleOf(config),
  encoder: encoderOf(config, catalog),
  ...bridgeOf(config, catalog),
  context: contextOf(config, catalog),
  decoder: decoderOf(config),
  output: {
    label: config.output.type === 'linear' ? 'softmax' : `${config.output.type} + softmax`,
    deep: config.output.type === 'deep',
    copy: config.copy,
  },
});

const titleOf = ({ encoder, decoder, attention }: ModelConfig): string => {
  const context = attention ? `${attention.scorer.type} attention` : `context ${decoder.context}`;
  return `${encoder.type} encoder, ${nameOf(decoder.cell)} decoder, ${context}`;
};

const encoderOf = (config: ModelConfig, catalog: Catalog): NonNullable<ModelDiagram['encoder']> => {
  const { encoder } = config;
  const layers = layersOf(encoder);
  // As many steps as show how often time is shortened.
  const shortening = layers.reduce((product, { reduction = 1 }) => product * reduction, 1);
  const count = Math.max(4, Math.min(8, shortening));
  const source = Array.from({ length: count }, (_, s) => (s === count - 1 ? '</s>' : `x${s + 1}`));
  const frames = Array.from({ length: count }, (_, s) => `frame ${s + 1}`);
  const summary = nameOf(encoder.summary);
  const formula = catalog.summaries[summary]?.about?.formula;
  return {
    source: 'frames' in config.source ? frames : source,
    layers,
    ...(config.decoder.context === 'every-step' && { note: `summary c = ${formula ?? summary}` }),
  };
};

/** The layers of the built-in encoders; an encoder of one's own is drawn as one. */
const layersOf = ({
  type,
  cell,
  units,
  layers: count,
  direction,
  residual,
  reduction,
}: EncoderConfig): DiagramEncoderLayer[] => {
  const name = cell === undefined ? type : nameOf(cell).toUpperCase();
  const layers = typeof count === 'number' ? count : 1;
  return Array.from({ length: layers }, (_, l): DiagramEncoderLayer => {
    const way = directionOf(type, direction, l);
    const size = typeof units === 'number' ? `${way === 'bidirectional' ? '2 × ' : ''}${units} units` : undefined;
    return {
      cell: name,
      ...(size !== undefined && { detail: size }),
      direction: way,
      residual: residual === true && l >= (type === 'gnmt' ? 2 : 1),
      ...(type === 'pyramid' && l > 0 && typeof reduction === 'number' && { reduction }),
    };
  });
};

const directionOf = (type: string, direction: unknown, layer: number): DiagramEncoderLayer['direction'] => {
  if (type === 'gnmt') return layer === 0 ? 'bidirectional' : 'forward';
  if (type === 'alternating') return layer % 2 === 0 ? 'forward' : 'backward';
  return direction === 'backward' || direction === 'bidirectional' ? direction : 'forward';
};

const bridgeOf = ({ bridge }: ModelConfig, { bridges }: Catalog): Partial<Pick<ModelDiagram, 'bridge'>> => {
  const name = nameOf(bridge);
  if (name === 'zero') return {};
  const formula = bridges[name]?.about?.formula;
  return {
    bridge: {
      label: formula === undefined ? name : `${name}, ${formula}`,
      from: name === 'copy' ? 'same-layer' : 'top-layer',
    },
  };
};

const contextOf = ({ decoder, attention }: ModelConfig, catalog: Catalog): DiagramContext =>
  attention === undefined || decoder.context !== 'attention'
    ? { type: decoder.context === 'every-step' ? 'every-step' : 'initial' }
    : attentionOf(attention, decoder.inputFeeding, catalog);

const attentionOf = (attention: AttentionConfig, inputFeeding: boolean, catalog: Catalog): DiagramAttention => {
  const looks = [attention, ...attention.beside];
  const said = (kinds: Catalog['scorers' | 'windows' | 'normalizers'], { type }: KindConfig): string =>
    kinds[type]?.about?.formula ?? type;
  const joined = (words: readonly string[]): string => [...new Set(words)].join(' and ');
  return {
    type: 'attention',
    query: attention.query,
    scorer: joined(
      looks.map(({ scorer, heads }) => `${said(catalog.scorers, scorer)}${heads > 1 ? `, ${heads} heads` : ''}`),
    ),
    window: joined(looks.map(({ window }) => window.type)),
    normalizer: joined(looks.map(({ normalizer }) => normalizer.type)),
    inputFeeding,
    entersUpperLayers: attention.upperLayers,
  };
};

const decoderOf = ({ decoder, attention }: ModelConfig): ModelDiagram['decoder'] => {
  const cell = nameOf(decoder.cell).toUpperCase();
  return {
    inputs: ['<s>', 'y1', 'y2'],
    outputs: ['y1', 'y2', '</s>'],
    layers: Array.from({ length: decoder.layers }, (_, l) => ({
      cell,
      detail: `${decoder.units} units`,
      residual: decoder.residual && l > 0,
    })),
    ...(attention?.query === 'between' && { secondCell: cell }),
  };
};

const nameOf = (written: string | KindConfig): string => (typeof written === 'string' ? written : written.type);
