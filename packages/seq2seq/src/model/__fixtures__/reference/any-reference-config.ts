// Any config of the literature's models, the impossible ones among them.
import fc from 'fast-check';
import { memorySizeOf, type ReferenceCell, type ReferenceConfig } from './reference-config.ts';

// Multiples of four, for which backends have kernels of their own, and others; some twice another, for two directions.
const width = fc.constantFrom(3, 4, 6, 8);
const option = fc.constantFrom(false, false, true);

const cell = {
  cell: fc.constantFrom('lstm' as const, 'gru' as const, 'rnn' as const),
  units: width,
  layers: fc.constantFrom(1, 2, 3),
  resetAfter: option,
  residual: option,
};

/** No source is longer than 7. */
const scorer = fc.oneof(
  fc.record({ type: fc.constantFrom('dot' as const, 'scaled-dot' as const, 'general' as const) }),
  fc.record({ type: fc.constant('mlp' as const), units: fc.constantFrom(1, 4, 5, 7) }),
  fc.record({ type: fc.constant('location' as const), maxLength: fc.constantFrom(7, 8, 11) }),
);

const windowWidth = fc.constantFrom(0, 1, 1.5, 2, 3);
const window = fc.oneof(
  fc.record({ type: fc.constant('global' as const) }),
  fc.record({ type: fc.constant('local-m' as const), width: fc.oneof(windowWidth, fc.constant(0.4)) }),
  fc.record({ type: fc.constant('local-p' as const), width: windowWidth, units: fc.constantFrom(1, 4, 5) }),
);

const attention = fc.record({ query: fc.constantFrom('previous' as const, 'current' as const), scorer, window });

const whole = fc.record<ReferenceConfig>({
  source: fc.record({ vocabulary: fc.constantFrom(5, 8, 13), embedding: width }),
  target: fc.record({ vocabulary: fc.constantFrom(2, 7, 12), embedding: width }),
  encoder: fc.record({
    ...cell,
    direction: fc.constantFrom('forward' as const, 'backward' as const, 'bidirectional' as const),
  }),
  bridge: fc.constantFrom('copy' as const, 'dense' as const, 'dense' as const, 'zero' as const),
  decoder: fc.record({
    ...cell,
    context: fc.constantFrom('initial' as const, 'every-step' as const, 'attention' as const, 'attention' as const),
    inputFeeding: fc.boolean(),
  }),
  output: fc.oneof(
    fc.record({ type: fc.constant('linear' as const) }),
    fc.record({ type: fc.constant('deep' as const), units: fc.constantFrom(1, 4, 5) }),
  ),
  attention,
});

/** A decoder as wide as the memory, where a state can be copied and a query compared. */
const equallyWide = ({ decoder, ...rest }: ReferenceConfig): ReferenceConfig => ({
  ...rest,
  decoder: { ...decoder, units: memorySizeOf(rest) },
});

/** Without what would do nothing, which is refused. */
const sensible = ({ encoder, decoder, attention: given, ...rest }: ReferenceConfig): ReferenceConfig => {
  const resets = (part: ReferenceCell) => ({ resetAfter: part.resetAfter === true && part.cell === 'gru' });
  const attends = decoder.context === 'attention';
  const inputFeeding = decoder.inputFeeding === true && attends && given?.query === 'current';
  return {
    ...rest,
    encoder: { ...encoder, ...resets(encoder) },
    decoder: { ...decoder, ...resets(decoder), inputFeeding },
    ...(given && attends && { attention: given }),
  };
};

const lacking = ({ source, target, encoder, bridge, decoder, output }: ReferenceConfig): ReferenceConfig => ({
  ...{ source, target, encoder, bridge, decoder, output },
});
const asItIs = (config: ReferenceConfig): ReferenceConfig => config;

export const anyReferenceConfig: fc.Arbitrary<ReferenceConfig> = fc
  .tuple(whole, fc.constantFrom(equallyWide, asItIs), fc.constantFrom(sensible, sensible, sensible, asItIs, lacking))
  .map(([config, fit, allow]) => allow(fit(config)));
