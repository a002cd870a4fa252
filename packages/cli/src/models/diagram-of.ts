// A config as a figure: a few steps of source and target, and what stands between them.
import type { DiagramAttention, DiagramContext, DiagramEncoder, ModelDiagram } from '@seq2seq/viz';
import type { AttentionConfig, Catalog, ModelConfig } from 'seq2seq';
import { encoderOf } from './diagram-encoder.ts';
import { kindName, typeOf } from './kind-name.ts';
import { numbered } from './numbered.ts';
import type { DrawnModel } from './read-model.ts';

/** What `svgModelDiagram` draws of a model; whether its source is read from its end is said of texts, not of models. */
export const diagramOf = (config: DrawnModel, catalog: Catalog, isReversed = false): ModelDiagram => {
  const decoder = decoderOf(config, catalog);
  const output = outputOf(config, catalog);
  if (!('encoder' in config)) {
    return {
      title: `language model, ${cellName(config, catalog)} decoder`,
      context: { type: 'none' },
      decoder,
      output,
    };
  }
  const encoder = encoderOf(config, catalog, isReversed);
  return {
    title: titleOf(config, catalog),
    encoder,
    ...bridgeOf(config, encoder, catalog),
    context: contextOf(config, catalog),
    decoder,
    output: { ...output, copy: config.copy },
  };
};

const cellName = ({ decoder }: DrawnModel, { cells }: Catalog): string => kindName(cells, decoder.cell).toUpperCase();

const titleOf = (config: ModelConfig, catalog: Catalog): string => {
  const { encoder, decoder, attention } = config;
  const cell = encoder.cell === undefined ? [] : [kindName(catalog.cells, encoder.cell).toUpperCase()];
  const direction = encoder['direction'] === 'bidirectional' ? ['bidirectional'] : [];
  const kind = encoder.type === 'recurrent' ? [] : [kindName(catalog.encoders, encoder.type)];
  const scorers = [attention, ...(attention?.beside ?? [])].flatMap((look) =>
    look ? [kindName(catalog.scorers, look.scorer)] : [],
  );
  const context = attention ? `${scorers.join(' and ')} attention` : `context ${decoder.context}`;
  return `${[...direction, ...kind, ...cell].join(' ')} encoder, ${cellName(config, catalog)} decoder, ${context}`;
};

const outputOf = ({ output }: DrawnModel, { outputs }: Catalog): ModelDiagram['output'] => ({
  label: output.type === 'linear' ? 'softmax' : `${kindName(outputs, output)} + softmax`,
  deep: output.type === 'deep',
});

const bridgeOf = (
  { bridge, encoder }: ModelConfig,
  { layers }: DiagramEncoder,
  { bridges, summaries }: Catalog,
): Partial<Pick<ModelDiagram, 'bridge'>> => {
  const type = typeOf(bridge);
  if (type === 'zero') return {};
  const formula = bridges[type]?.about?.formula;
  const summary = typeOf(encoder.summary);
  // c is the summary, which is not always what the top layer ends with.
  const read = type === 'summary' ? `; c = ${summaries[summary]?.about?.formula ?? kindName(summaries, summary)}` : '';
  const isBackward = type === 'summary' && summary === 'first-backward' && layers.at(-1)?.direction !== 'forward';
  const name = kindName(bridges, bridge);
  return {
    bridge: {
      label: `${formula === undefined ? name : `${name}, ${formula}`}${read}`,
      from: type === 'copy' ? 'same-layer' : isBackward ? 'top-backward' : 'top-layer',
    },
  };
};

const contextOf = ({ decoder, attention }: ModelConfig, catalog: Catalog): DiagramContext =>
  attention === undefined || decoder.context !== 'attention'
    ? { type: decoder.context === 'every-step' ? 'every-step' : 'initial' }
    : attentionOf(attention, decoder.inputFeeding, catalog);

const attentionOf = (attention: AttentionConfig, inputFeeding: boolean, catalog: Catalog): DiagramAttention => {
  const looks = [attention, ...attention.beside];
  // What several of them share is said once.
  const joined = (words: readonly string[]): string => [...new Set(words)].join(' and ');
  return {
    type: 'attention',
    query: attention.query,
    scorer: joined(
      looks.map(({ scorer, heads }) => {
        const score = catalog.scorers[scorer.type]?.about?.formula ?? kindName(catalog.scorers, scorer);
        return heads > 1 ? `${score} in ${heads} heads` : score;
      }),
    ),
    window: joined(looks.map(({ window }) => kindName(catalog.windows, window))),
    normalizer: joined(looks.map(({ normalizer }) => kindName(catalog.normalizers, normalizer))),
    inputFeeding,
    entersUpperLayers: attention.upperLayers,
  };
};

const decoderOf = (config: DrawnModel, catalog: Catalog): ModelDiagram['decoder'] => {
  const { decoder } = config;
  const cell = cellName(config, catalog);
  const isConditional = 'attention' in config && config.attention?.query === 'between';
  const [first = cell, second = cell] = isConditional ? numbered(cell, 2) : [];
  const words = numbered('y', 2);
  return {
    inputs: ['<s>', ...words],
    outputs: [...words, '</s>'],
    layers: Array.from({ length: decoder.layers }, (_, l) => ({
      cell: l === 0 ? first : cell,
      detail: `${decoder.units} units`,
      residual: decoder.residual && l > 0,
    })),
    ...(isConditional && { secondCell: second }),
  };
};
