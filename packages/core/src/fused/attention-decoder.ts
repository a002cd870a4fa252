import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type FusedInputs, hasKernel, numbered, runFused, runKernel } from './run-fused.ts';
import { sequenceSource } from './sequence-source.ts';

/** Kernels that a backend may register: an LSTM decoder with additive attention over all target steps, and back. */
const decoderKernel = 'Seq2SeqAttentionDecoder';
const decoderGradientKernel = 'Seq2SeqAttentionDecoderGradient';

/** One LSTM layer of the decoder, with its state before the first step. */
export type FusedDecoderLayer = {
  /** [I, 4·H]; the lowest layer's rows are those of the token, then those of what it reads beside. */
  readonly kernel: Tensor2D;
  /** [H, 4·H] */
  readonly recurrentKernel: Tensor2D;
  /** [4·H] */
  readonly bias: Tensor1D;
  /** [B, H] */
  readonly hidden: Tensor2D;
  readonly carry: Tensor2D;
  /** [T, B, I] factors of the input, 0 where a value is dropped; absent in the lowest layer, whose input comes in two parts. */
  readonly dropout?: Tensor3D;
};

export type AttentionDecoderRun = {
  /** [B, T, E] the embedded target behind a beginning-of-sentence, after dropout; or [B, E] the tokens of one step. */
  readonly tokens: Tensor3D | Tensor2D;
  /** Lowest first. */
  readonly layers: readonly FusedDecoderLayer[];
  /** [T, B, F] factors of what the lowest layer reads beside the token. */
  readonly extraDropout?: Tensor3D;
  /** [B, S, D], and [B, S], 1 real, 0 padding. */
  readonly values: Tensor3D;
  readonly mask: Tensor2D;
  /** [B, S, A] */
  readonly keys: Tensor3D;
  /** [H, A] */
  readonly queryKernel: Tensor2D;
  /** [A] */
  readonly v: Tensor1D;
  /** [D + H, H]: output = tanh([context; hidden] W), queried after the step; without it the query comes before the step. */
  readonly outputKernel?: Tensor2D;
  /** [B, H] what is fed back to the first step; zeros if absent. Only where the output is fed back. */
  readonly feed?: Tensor2D;
  /** Whether contexts are wanted, and the layers' states after the last step. */
  readonly givesContexts: boolean;
  readonly givesStates: boolean;
};

/**
 * outputs [B, T, H], alignments [B, T, S], and, if they were wanted, contexts [B, T, D] and states, [B, H] each. Where the tokens were
 * those of one step there is no axis of time.
 */
export type AttentionDecoderResult = {
  readonly outputs: Tensor;
  readonly alignments: Tensor;
  readonly contexts?: Tensor;
  readonly states?: readonly { readonly hidden: Tensor2D; readonly carry: Tensor2D }[];
};

/**
 * All steps of a decoder with additive attention as one operation, where `hasAttentionDecoder` says so. With `outputKernel` the decoder
 * of Luong, Pham, Manning 2015, which feeds its output back if the lowest kernel has rows for it; without, that of Bahdanau, Cho,
 * Bengio 2015.
 *
 * The kernel takes the tensors by name, the tokens as `inputs` or as `table` and `ids`, those of layer l with l behind theirs. It gives
 * [outputs, alignments, contexts if wanted, hidden and carry of each layer if wanted, ...what its gradient needs]; the last may be left out if the
 * attribute isRecorded is false, as nobody will go back then.
 *
 * The gradient's kernel takes the same, what was kept for it as `saved0` …, and the gradients of the outputs as `gradient0` …. It gives the
 * gradients in the order of the inputs below.
 */
export const attentionDecoder = (run: AttentionDecoderRun): AttentionDecoderResult => {
  const {
    tokens,
    layers,
    extraDropout,
    values,
    mask,
    keys,
    queryKernel,
    v,
    outputKernel,
    feed,
    givesContexts,
    givesStates,
  } = run;
  const weights = layers.flatMap((layer, l) =>
    differentiableParts.map((name): [string, Tensor] => [`${name}${l}`, layer[name]]),
  );
  const dropouts = layers.flatMap(({ dropout }, l): [string, Tensor][] => (dropout ? [[`dropout${l}`, dropout]] : []));
  const source = sequenceSource(tokens);
  const inputs: FusedInputs = {
    ...source.inputs,
    ...{ values, keys, queryKernel, v },
    ...(outputKernel && { outputKernel }),
    ...(feed && { feed }),
    ...Object.fromEntries(weights),
  };
  const attributes = { queriesPrevious: outputKernel === undefined, givesContexts, givesStates };
  const outputCount = 2 + (givesContexts ? 1 : 0) + (givesStates ? 2 * layers.length : 0);
  const [outputs, alignments, ...rest] = runFused({
    inputs,
    constants: { mask, ...source.constants, ...(extraDropout && { extraDropout }), ...Object.fromEntries(dropouts) },
    forward: (all, isRecorded) => {
      const results = runKernel(decoderKernel, all, { ...attributes, isRecorded });
      return { outputs: results.slice(0, outputCount), saved: results.slice(outputCount) };
    },
    backward: (gradients, all, saved) =>
      runKernel(
        decoderGradientKernel,
        { ...all, ...numbered('saved', saved), ...numbered('gradient', gradients) },
        attributes,
      ),
  });
  const contexts = givesContexts ? rest.shift() : undefined;
  const states = layers.map((_, l) => ({ hidden: rest[2 * l] as Tensor2D, carry: rest[2 * l + 1] as Tensor2D }));
  return {
    outputs: outputs as Tensor,
    alignments: alignments as Tensor,
    ...(contexts && { contexts }),
    ...(givesStates && { states }),
  };
};

/** Of a layer, in the order of their gradients. */
const differentiableParts = ['kernel', 'recurrentKernel', 'bias', 'hidden', 'carry'] as const;

/**
 * Whether the current backend has the operation for these widths.
 *
 * @param widths - of layers, memory, keys, and of what the lowest layer reads beside its token
 */
export const hasAttentionDecoder = (widths: readonly number[]): boolean =>
  // Kernels work on four values at a time.
  hasKernel(decoderKernel) && widths.every((width) => width % 4 === 0);
