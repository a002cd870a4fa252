/** Descriptions of every model that can exist, small enough to draw quickly. */
import * as fc from 'fast-check';
import type { DiagramContext, DiagramEncoder, DiagramOutput, ModelDiagram } from '../model-diagram.ts';

/** Ordinary names, very long ones, wide and unprintable characters. */
export const labels: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('x', 'GRU', 'LSTM', '</s>', 'softmax', 'maxout + softmax', '猫猫猫', ' ', ''),
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.lorem({ maxCount: 8 }),
);

const steps = fc.array(labels, { minLength: 1, maxLength: 6 });

const encoderLayers = fc
  .record(
    {
      cell: labels,
      detail: labels,
      direction: fc.constantFrom('forward', 'backward', 'bidirectional'),
      residual: fc.boolean(),
      reduction: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['cell', 'direction'] },
  )
  .map(({ reduction = 1, residual = false, ...layer }) => ({
    ...layer,
    ...(reduction > 1 ? { reduction } : { residual }),
  }));

const encoders: fc.Arbitrary<DiagramEncoder> = fc.record(
  { source: steps, layers: fc.array(encoderLayers, { minLength: 1, maxLength: 3 }), note: labels },
  { requiredKeys: ['source', 'layers'] },
);

const attentions: fc.Arbitrary<DiagramContext> = fc
  .record({
    query: fc.constantFrom('previous', 'current', 'between'),
    scorer: labels,
    window: labels,
    normalizer: labels,
    inputFeeding: fc.boolean(),
    entersUpperLayers: fc.boolean(),
  })
  .map(({ query, inputFeeding, entersUpperLayers, ...words }) => ({
    type: 'attention',
    query,
    ...words,
    inputFeeding: inputFeeding && query === 'current',
    entersUpperLayers: entersUpperLayers && query !== 'current',
  }));

const decoders = fc
  .record({
    steps: fc.array(fc.tuple(labels, labels), { minLength: 1, maxLength: 6 }),
    layers: fc.array(fc.record({ cell: labels, detail: labels, residual: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ steps: pairs, ...decoder }) => ({
    ...decoder,
    inputs: pairs.map(([input]) => input),
    outputs: pairs.map(([, output]) => output),
  }));

const outputs: fc.Arbitrary<DiagramOutput> = fc.record({ label: labels, deep: fc.boolean(), copy: fc.boolean() });

const languageModels: fc.Arbitrary<ModelDiagram> = fc
  .record({ title: labels, decoder: decoders, output: outputs })
  .map(({ output, ...model }) => ({ ...model, output: { ...output, copy: false }, context: { type: 'none' } }));

const translators: fc.Arbitrary<ModelDiagram> = fc
  .record({
    title: labels,
    encoder: encoders,
    decoder: decoders,
    secondCell: labels,
    output: outputs,
    context: fc.oneof(
      attentions,
      fc.constantFrom<DiagramContext>({ type: 'initial' }, { type: 'every-step' }),
    ),
    bridge: labels,
    from: fc.constantFrom('same-layer', 'top-layer', 'top-backward'),
    hasBridge: fc.boolean(),
  })
  .map(({ title, encoder, output, context, decoder, secondCell, ...ends }) => {
    const isForward = encoder.layers.at(-1)?.direction === 'forward';
    const from = ends.from === 'top-backward' && isForward ? 'top-layer' : ends.from;
    return {
      title,
      encoder,
      output,
      context,
      decoder: context.type === 'attention' && context.query === 'between' ? { ...decoder, secondCell } : decoder,
      ...((ends.hasBridge || context.type === 'initial') && { bridge: { label: ends.bridge, from } }),
    };
  });

export const models: fc.Arbitrary<ModelDiagram> = fc.oneof(
  { arbitrary: translators, weight: 5 },
  { arbitrary: languageModels, weight: 1 },
);
