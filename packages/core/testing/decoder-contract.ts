import { checkLaws } from './check-laws.ts';
import { type DecoderKind, decoderLaw } from './decoder-law.ts';
import { decoderPaddingLaws } from './decoder-padding-laws.ts';
import { decoderStepLaws } from './decoder-step-laws.ts';

export type DecoderContractOptions = {
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
  /** Whether alignments sum to one, as after a softmax. Under a Gaussian window they sum to less. Default: true. */
  readonly alignmentSumsToOne?: boolean;
};

/**
 * Checks the laws that every decoder must keep, ours or yours: shapes are those that it declares, it remembers nothing, unrolled
 * equals stepwise, rows do not see each other and can be gathered between any two steps, alignments are weights over real positions,
 * padding changes nothing.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @throws Error that names the first law that is broken, where, and the numbers that show it
 */
export const checkDecoderContract = (
  kind: DecoderKind,
  { seed = 1, alignmentSumsToOne = true }: DecoderContractOptions = {},
): void => {
  const law = decoderLaw(kind, seed);
  checkLaws('decoder contract', [...decoderStepLaws(law), ...decoderPaddingLaws(law, alignmentSumsToOne)]);
};
