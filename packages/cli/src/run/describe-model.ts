import type { TextModel } from 'seq2seq';

/** A model in a line: `bidirectional lstm encoder of 2 × 64, lstm decoder of 128 with general attention and input feeding; 322,795 weights`. */
export const describeModel = ({ config, model }: TextModel): string => {
  const { encoder, decoder, attention } = config.model;
  const weights = [...model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0);
  const isBidirectional = encoder.direction === 'bidirectional';
  const stack = (layers: number, units: number, directions: number): string =>
    `${layers > 1 ? `${layers} layers of ` : ''}${directions > 1 ? `${directions} × ` : ''}${units}`;
  const extras = [
    ...(attention ? [`${attention.scorer.type} attention`] : []),
    ...(decoder.inputFeeding ? ['input feeding'] : []),
  ];
  return (
    `${encoder.direction} ${encoder.cell} encoder of ${stack(encoder.layers, encoder.units, isBidirectional ? 2 : 1)}, ` +
    `${decoder.cell} decoder of ${stack(decoder.layers, decoder.units, 1)}` +
    `${extras.length > 0 ? ` with ${extras.join(' and ')}` : ''}; ${weights.toLocaleString('en-US')} weights`
  );
};
