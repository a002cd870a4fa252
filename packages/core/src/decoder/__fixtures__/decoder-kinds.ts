// Every decoder with every bridge, for the laws that all of them must keep.
import type { DecoderKind } from '../../../testing/index.ts';
import type { LayerCell } from '../../cell/cell.ts';
import { gruCell } from '../../cell/gru-cell.ts';
import { lstmCell } from '../../cell/lstm-cell.ts';
import { stackedCell } from '../../cell/stacked-cell.ts';
import type { Encoder } from '../../encoder/encoder.ts';
import { recurrentEncoder } from '../../encoder/recurrent-encoder.ts';
import { bidirectionalLayer, forwardLayer } from '../../encoder/recurrent-layer.ts';
import type { ParameterScope } from '../../parameters/parameter-store.ts';
import { bahdanauDecoder } from '../bahdanau-decoder.ts';
import type { Bridge, BridgeEnds } from '../bridge.ts';
import { copyBridge } from '../copy-bridge.ts';
import type { Decoder } from '../decoder.ts';
import { denseBridge } from '../dense-bridge.ts';
import { luongDecoder } from '../luong-decoder.ts';
import { plainDecoder } from '../plain-decoder.ts';
import { zeroBridge } from '../zero-bridge.ts';
import { dotAttention } from './dot-attention.ts';

/** E of the source and of the target; H, which is D too, so that a dot of query and memory is possible. */
export const widths = { source: 3, target: 2, units: 4 } as const;

type BridgeKind = (ends: BridgeEnds, parameters: ParameterScope) => Bridge;
type Coupling = { readonly encoder: Encoder; readonly bridge: BridgeKind; readonly parameters: ParameterScope };

/** Two layers, the upper one residual; the lower reads the token and whatever the decoder adds to it. */
const cellsFor = (added: number, parameters: ParameterScope): readonly LayerCell[] =>
  [widths.target + added, widths.units].map((inputSize, layer) =>
    lstmCell({ inputSize, units: widths.units }, parameters.scope(`layers.${layer}`)),
  );

const partsFor = (added: number, { encoder, bridge, parameters }: Coupling) => {
  const cells = cellsFor(added, parameters.scope('decoder'));
  return {
    cell: stackedCell(cells, { residual: true }),
    bridge: bridge({ encoder, cells }, parameters.scope('bridge')),
    inputSize: widths.target,
  };
};

const attention = dotAttention(widths.units);

const decoders: Readonly<Record<string, (coupling: Coupling) => unknown>> = {
  'plain, initial': (coupling) =>
    plainDecoder({ ...partsFor(0, coupling), summarySize: widths.units, context: 'initial' }),
  'plain, every-step': (coupling) =>
    plainDecoder({ ...partsFor(widths.units, coupling), summarySize: widths.units, context: 'every-step' }),
  Bahdanau: (coupling) => bahdanauDecoder({ ...partsFor(widths.units, coupling), attention }),
  'Luong with input feeding': (coupling) =>
    luongDecoder(
      { ...partsFor(widths.units, coupling), attention, inputFeeding: true },
      coupling.parameters.scope('attention'),
    ),
  'Luong without input feeding': (coupling) =>
    luongDecoder({ ...partsFor(0, coupling), attention, inputFeeding: false }, coupling.parameters.scope('attention')),
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

const bridges: Readonly<Record<string, { create: BridgeKind; encoder: (parameters: ParameterScope) => Encoder }>> = {
  copy: { create: copyBridge, encoder: lstmEncoder },
  dense: { create: denseBridge, encoder: gruEncoder },
  zero: { create: zeroBridge, encoder: gruEncoder },
};

/** By names such as "Bahdanau, dense bridge". */
export const decoderKinds: ReadonlyMap<string, DecoderKind> = new Map(
  Object.entries(decoders).flatMap(([decoderName, decoder]) =>
    Object.entries(bridges).map(([bridgeName, bridge]): [string, DecoderKind] => [
      `${decoderName}, ${bridgeName} bridge`,
      {
        create: (parameters) => {
          const encoder = bridge.encoder(parameters.scope('encoder'));
          return { encoder, decoder: decoder({ encoder, bridge: bridge.create, parameters }) as Decoder };
        },
      },
    ]),
  ),
);
