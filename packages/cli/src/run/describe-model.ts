import type { KindConfig, TextModel } from 'seq2seq';

/** A model in a line: `bidirectional lstm encoder of 2 × 64, lstm decoder of 128 with general attention and input feeding; 322,795 weights`. */
export const describeModel = ({ config, model }: TextModel): string => {
  const { decoder, attention } = config.model;
  const weights = [...model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0);
  const extras = [
    ...(attention ? [`${attention.scorer.type} attention`] : []),
    ...(decoder.inputFeeding ? ['input feeding'] : []),
    ...(config.model.copy ? ['copying'] : []),
  ];
  return (
    `${describeEncoder(config.model.encoder)}, ` +
    `${nameOf(decoder.cell)} decoder of ${stack(decoder.layers, decoder.units, 1)}` +
    `${extras.length > 0 ? ` with ${extras.join(' and ')}` : ''}; ${weights.toLocaleString('en-US')} weights`
  );
};

/** As much as its options tell: an encoder of one's own may have none. */
const describeEncoder = (encoder: TextModel['config']['model']['encoder']): string => {
  const { type, cell, direction, layers, units } = encoder;
  const kind = [
    ...(type === 'recurrent' ? [] : [type]),
    ...(typeof direction === 'string' ? [direction] : []),
    ...(cell === undefined ? [] : [nameOf(cell)]),
  ].join(' ');
  if (typeof units !== 'number') return `${kind} encoder`;
  return `${kind} encoder of ${stack(typeof layers === 'number' ? layers : 1, units, direction === 'bidirectional' ? 2 : 1)}`;
};

const stack = (layers: number, units: number, directions: number): string =>
  `${layers > 1 ? `${layers} layers of ` : ''}${directions > 1 ? `${directions} × ` : ''}${units}`;

const nameOf = (written: string | KindConfig): string => (typeof written === 'string' ? written : written.type);
