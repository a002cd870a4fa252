// The attention decoder, opened in onnxruntime-web, with its first states and its twin in plain numbers.
import * as ort from 'onnxruntime-web';
import { prefixModel, type PrefixModel } from '../../src/index.ts';
import { onnxStepModel, type OnnxStepModel, type OnnxStepModelOptions, type OnnxRows } from '../index.ts';
import { decoderFile, drawWeights, memoryOf, plainStep, sizes, type Head, type PlainState } from './attention-decoder.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export const S = 5;
export const names: Omit<OnnxStepModelOptions, 'scores'> = {
  vocabularySize: sizes.V,
  Tensor: ort.Tensor,
  tokens: { input: 'token' },
  states: [
    { input: 'hidden', output: 'newHidden', rowAxis: 1 },
    { input: 'context', output: 'newContext' },
  ],
  sourceInputs: ['memory'],
  alignment: 'weights',
};

export type OpenedDecoder = {
  readonly session: ort.InferenceSession;
  readonly model: OnnxStepModel;
  readonly start: (sources: readonly number[]) => OnnxRows;
  /** The same network computed by loops over float64 numbers. */
  readonly twin: PrefixModel;
};

export async function openDecoder(
  seed: number,
  head: Head = 'logits',
  tokenType: 'int32' | 'int64' = 'int64',
): Promise<OpenedDecoder> {
  const weights = drawWeights(seed);
  const session = await ort.InferenceSession.create(decoderFile(weights, head, tokenType));
  const model = onnxStepModel(session, {
    ...names,
    tokens: { input: 'token', type: tokenType },
    scores: { output: 'scores', kind: head },
  });
  return {
    session,
    model,
    start: (sources) => model.start(firstValues(sources)),
    twin: prefixModel({
      vocabularySize: sizes.V,
      logProbs: (prefixes, sources) =>
        Float32Array.from(prefixes.flatMap((prefix, row) => plainSteps(seed, sources[row]!, [bos, ...prefix]).logProbs)),
    }),
  };
}

export const bos = 0;

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

/** Hidden and context begin as zeros; the memory is the source's. */
export function firstValues(sources: readonly number[]): Parameters<OnnxStepModel['start']>[0] {
  const { H } = sizes;
  const B = sources.length;
  return {
    hidden: { type: 'float32', dims: [1, B, H], data: new Float32Array(B * H) },
    context: { type: 'float32', dims: [B, H], data: new Float32Array(B * H) },
    memory: {
      type: 'float32',
      dims: [B, S, H],
      data: Float32Array.from(sources.flatMap((source) => memoryOf(source, S).flat())),
    },
  };
}

/** What the loops say after these tokens, the beginning of sentence among them. */
export function plainSteps(seed: number, source: number, tokens: readonly number[]): ReturnType<typeof plainStep> {
  const weights = drawWeights(seed);
  const memory = memoryOf(source, S);
  const first: PlainState = { hidden: zeros(sizes.H), context: zeros(sizes.H) };
  let step = plainStep(weights, first, memory, tokens[0]!);
  for (const token of tokens.slice(1)) step = plainStep(weights, step, memory, token);
  return step;
}
