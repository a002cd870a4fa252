import type { Tensor } from '@tensorflow/tfjs-core';
import { smallLookup } from '../tensor/lookup.ts';
import type { FusedInputs } from './run-fused.ts';

/**
 * What a kernel over a sequence reads: { inputs } [B, S, E], or, where tokens of a small vocabulary were embedded, { table } [V, E] with
 * the constant { ids } [B, S], so that it multiplies V rows by its weights instead of B · S.
 */
export const sequenceSource = (inputs: Tensor): { readonly inputs: FusedInputs; readonly constants: FusedInputs } => {
  const lookup = smallLookup(inputs);
  return lookup
    ? { inputs: { table: lookup.table }, constants: { ids: lookup.ids } }
    : { inputs: { inputs }, constants: {} };
};
