// Every decoder with every bridge, for the laws that all of them must keep.
import type { DecoderKind } from '../../../testing/index.ts';
import type { Attention } from '../../attention/attention.ts';
import type { CellSizes, LayerCell } from '../../cell/cell.ts';
import { gruCell } from '../../cell/gru-cell.ts';
import { lstmCell } from '../../cell/lstm-cell.ts';
import { stackedCell } from '../../cell/stacked-cell.ts';
import type { Encoder } from '../../encoder/encoder.ts';
import { recurrentEncoder } from '../../encoder/recurrent-encoder.ts';
import { bidirectionalLayer, forwardLayer } from '../../encoder/recurrent-layer.ts';
import type { ParameterScope } from '../../parameters/parameter-store.ts';
import { bahdanauDecoder } from '../bahdanau-decoder.ts';
import type { Bridge, BridgeEnds } from '../bridge.ts';
import { conditionalDecoder } from '../conditional-decoder.ts';
import { copyBridge } from '../copy-bridge.ts';
import type { Decoder } from '../decoder.ts';
import { denseBridge } from '../dense-bridge.ts';
import { luongDecoder } from '../luong-decoder.ts';
import { plainDecoder } from '../plain-decoder.ts';
import { zeroBridge } from '../zero-bridge.ts';
import { dotAttention } from './dot-attention.ts';

/** E of the source and of the target; H, which is D too, so that a dot of query and memory is possible. */
export const widths = { source: 3, target: 2, units: 4 } as const;

type CreateBridge = (ends: BridgeEnds, parameters: ParameterScope) => Bridge;
type CreateCell = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;

/** What a decoder is made of beside itself. */
type Surroundings = {
  readonly encoder: Encoder;
  readonly bridge: CreateBridge;
  readonly createCell: CreateCell;
  readonly attention: Attention;
  readonly parameters: ParameterScope;
};

const { target: E, units: H } = widths;

/** Two layers, the upper one residual; the lower reads the token and whatever the decoder adds to it, of which the upper may read the end. */
const partsFor = (added: number, surroundings: Surroundings, sharedInput = 0) => {
  const { encoder, bridge, createCell, parameters } = surroundings;
  const cells = [E + added, H + sharedInput].map((inputSize, layer) =>
    createCell({ inputSize, units: H }, parameters.scope(`decoder.layers.${layer}`)),
  );
  return {
    cell: stackedCell(cells, { residual: true, sharedInput }),
    bridge: bridge({ encoder, cells }, parameters.scope('bridge')),
    inputSize: E,
  };
};

/** The second cell of its lowest layer, and an upper layer that reads the context too. */
const conditional = ({ encoder, bridge, createCell, attention, parameters }: Surroundings) => {
  const create = (inputSize: number, name: string) =>
    createCell({ inputSize, units: H }, parameters.scope(`decoder.${name}`));
  const [first, upper] = [create(E, 'layers.0'), create(H + H, 'layers.1')];
  return conditionalDecoder({
    first,
    cell: stackedCell([create(H, 'conditional'), upper], { residual: true, sharedInput: H }),
    bridge: bridge({ encoder, cells: [first, upper] }, parameters.scope('bridge')),
    attention,
    inputSize: E,
  });
};

const decoders: Readonly<Record<string, (surroundings: Surroundings) => unknown>> = {
  'plain, initial': (given) => plainDecoder({ ...partsFor(0, given), summarySize: H, context: 'initial' }),
  'plain, every-step': (given) => plainDecoder({ ...partsFor(H, given), summarySize: H, context: 'every-step' }),
  Bahdanau: (given) => bahdanauDecoder({ ...partsFor(H, given), attention: given.attention }),
  'Bahdanau, context in upper layers': (given) =>
    bahdanauDecoder({ ...partsFor(H, given, H), attention: given.attention }),
  conditional,
  'Luong with input feeding': (given) =>
    luongDecoder(
      { ...partsFor(H, given), attention: given.attention, inputFeeding: true },
      given.parameters.scope('attention'),
    ),
  'Luong without input feeding': (given) =>
    luongDecoder(
      { ...partsFor(0, given), attention: given.attention, inputFeeding: false },
      given.parameters.scope('attention'),
    ),
};

const lstmEncoder = (parameters: ParameterScope): Encoder =>
  recurrentEncoder(
    [widths.source, widths.units].map((inputSize, layer) =>
      forwardLayer(lstmCell({ inputSize, units: widths.units }, parameters.scope(`${layer}`))),
    ),
  );

/** It has no carry, which `dense` makes from its hidden. */
const gruEncoder = (parameters: ParameterScope): Encoder =>
  recurrentEncoder([
    bidirectionalLayer(
      gruCell({ inputSize: widths.source, units: widths.units / 2 }, {}, parameters.scope('forward')),
      gruCell({ inputSize: widths.source, units: widths.units / 2 }, {}, parameters.scope('backward')),
    ),
  ]);

const bridges: Readonly<Record<string, { create: CreateBridge; encoder: (parameters: ParameterScope) => Encoder }>> = {
  copy: { create: copyBridge, encoder: lstmEncoder },
  dense: { create: denseBridge, encoder: gruEncoder },
  zero: { create: zeroBridge, encoder: gruEncoder },
};

/** Every decoder of such cells and with such an attention, with every bridge, by names such as "Bahdanau, dense bridge". */
export const decoderKindsWith = (createCell: CreateCell, attention: Attention): ReadonlyMap<string, DecoderKind> =>
  new Map(
    Object.entries(decoders).flatMap(([decoderName, decoder]) =>
      Object.entries(bridges).map(([bridgeName, bridge]): [string, DecoderKind] => [
        `${decoderName}, ${bridgeName} bridge`,
        {
          create: (parameters) => {
            const encoder = bridge.encoder(parameters.scope('encoder'));
            const surroundings = { encoder, bridge: bridge.create, createCell, attention, parameters };
            return { encoder, decoder: decoder(surroundings) as Decoder };
          },
        },
      ]),
    ),
  );

/** Of LSTM cells. */
export const decoderKinds: ReadonlyMap<string, DecoderKind> = decoderKindsWith(lstmCell, dotAttention(H));
