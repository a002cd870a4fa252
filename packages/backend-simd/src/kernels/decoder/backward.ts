import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { type Matrix, matrixOf, rowsOf, transposedMatrix } from '../products/matrix.ts';
import { multiply } from '../products/multiply.ts';
import { packWeights } from '../products/pack-weights.ts';
import { sumOfRows } from '../products/sum-of-rows.ts';
import { projectGradient } from '../recurrence/projection.ts';
import { copyOf, swapBatchAndTime, withTime, withoutTime } from '../recurrence/sequence.ts';
import { type DecoderInputs, decoderInputs, type DecoderSizes, decoderSizes } from './decoder-inputs.ts';
import type { DecoderAttributes } from './forward.ts';
import { packDecoder, type PackedDecoder, releasePacked } from './packed-decoder.ts';
import { type DecoderGradients, runWords } from './run-words.ts';
import { type DecoderWorkspace, type LayerWorkspace, savedWorkspace } from './workspace.ts';

/**
 * Back: the same inputs, `saved0` … of the workspace and `gradient0` … of the outputs, to the gradients of inputs or table, values, keys,
 * queryKernel, v, outputKernel and feed if there are, and for each layer kernel, recurrentKernel, bias, hidden and carry.
 */
export const attentionDecoderGradient: KernelConfig = {
  kernelName: 'Seq2SeqAttentionDecoderGradient',
  backendName: 'simd',
  kernelFunc: ({ inputs: given, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const attributes = attrs as unknown as DecoderAttributes;
    const { queriesPrevious } = attributes;
    const named = given as Readonly<Record<string, TensorInfo>>;
    const inputs = decoderInputs(given);
    const sizes = decoderSizes(inputs);
    const saved: TensorInfo[] = [];
    for (let i = 0; named[`saved${i}`]; i++) saved.push(named[`saved${i}`] as TensorInfo);
    const workspace = savedWorkspace(saved, inputs, sizes);
    const gradients = allocateGradients(simd, named, inputs, sizes, attributes);
    const packed = packBackward(simd, inputs, sizes);
    const run = { inputs, sizes, queriesPrevious, workspace, packed, gradients };
    simd.jobs.run(jobs.decoderBackward, runWords(simd, run));
    releasePacked(packed);

    const results = productsOverAllSteps(simd, inputs, sizes, queriesPrevious, workspace, gradients);
    const { contextGradients, dOutputs, dQueries, dV, dFeed, dContext, dScores, layers } = gradients;
    const intermediate = [contextGradients, dOutputs, dQueries, dV, inputs.feed ? undefined : dFeed, dContext, dScores];
    for (const tensor of [...intermediate, ...layers.flatMap(({ dGates, dInput }) => [dGates, dInput])]) {
      if (tensor) simd.disposeData(tensor.dataId);
    }
    return results;
  },
};

const allocateGradients = (
  simd: SimdBackend,
  named: Readonly<Record<string, TensorInfo>>,
  inputs: DecoderInputs,
  sizes: DecoderSizes,
  { queriesPrevious, givesContexts, givesStates }: DecoderAttributes,
): DecoderGradients => {
  const { isStep, batch, steps, positions, memorySize, scoreSize, units, extraSize } = sizes;
  const overTime = (tensor: TensorInfo): TensorInfo => (isStep ? withTime(tensor) : tensor);
  const make = (...shape: number[]): TensorInfo => simd.allocate(shape, 'float32');
  const makeZeros = (...shape: number[]): TensorInfo => {
    const tensor = make(...shape);
    const first = simd.addressOf(tensor);
    simd.heap.u8.fill(0, first, first + shape.reduce((product, size) => product * size, 4));
    return tensor;
  };
  const contextGradients = givesContexts
    ? swapBatchAndTime(simd, overTime(named['gradient2'] as TensorInfo))
    : undefined;
  /** What came for the state after the last step; zeros where nobody was given it. */
  const stateGradient = (part: number, width: number): TensorInfo =>
    givesStates
      ? copyOf(simd, named[`gradient${(givesContexts ? 3 : 2) + part}`] as TensorInfo)
      : makeZeros(batch, width);
  return {
    outputGradients: named['gradient0'] as TensorInfo,
    alignmentGradients: named['gradient1'] as TensorInfo,
    contextGradients,
    dOutputs: inputs.outputKernel && make(steps, batch, units),
    dQueries: make(steps, batch, scoreSize),
    dKeys: make(batch, positions, scoreSize),
    dValues: make(batch, positions, memorySize),
    dV: make(batch, scoreSize),
    dFeed: !queriesPrevious && extraSize > 0 ? make(batch, units) : undefined,
    dContext: make(batch, memorySize),
    dScores: make(batch, positions),
    layers: inputs.layers.map(({ hidden, kernel, dropout }, l) => {
      const width = hidden.shape[1] as number;
      return {
        dGates: make(steps, batch, 4 * width),
        dHidden: stateGradient(2 * l, width),
        dCarry: stateGradient(2 * l + 1, width),
        dInput: dropout && make(batch, kernel.shape[0] as number),
      };
    }),
  };
};

const packBackward = (simd: SimdBackend, inputs: DecoderInputs, sizes: DecoderSizes): PackedDecoder =>
  packDecoder(inputs, sizes, (weights, first, rows) =>
    packWeights(simd, weights, transposedMatrix(rowsOf(matrixOf(simd, weights), first, rows))),
  );

/** One product over the rows of all steps for each weight, and for the tokens. */
const productsOverAllSteps = (
  simd: SimdBackend,
  inputs: DecoderInputs,
  sizes: DecoderSizes,
  queriesPrevious: boolean,
  workspace: DecoderWorkspace,
  gradients: DecoderGradients,
): TensorInfo[] => {
  const { batch, steps, tokenSize, extraSize, memorySize, units } = sizes;
  const rows = steps * batch;
  const matrix = (tensor: TensorInfo): Matrix => matrixOf(simd, tensor);
  /** All that the steps read of slots, or all that they left there. */
  const before = (slots: TensorInfo): Matrix => rowsOf(matrix(slots), 0, rows);
  const after = (slots: TensorInfo): Matrix => rowsOf(matrix(slots), batch, rows);
  const addressed = (like: TensorInfo): TensorInfo => simd.allocate(like.shape, 'float32');
  const weightGradient = (input: Matrix, gradient: TensorInfo, to: Matrix): void =>
    multiply(simd, transposedMatrix(input), matrix(gradient), to);

  const topHiddens = (workspace.layers.at(-1) as LayerWorkspace).hiddens;
  const dQueryKernel = addressed(inputs.queryKernel);
  const asked = queriesPrevious ? before(topHiddens) : after(topHiddens);
  weightGradient(asked, gradients.dQueries, matrix(dQueryKernel));
  const dV = sumOfRows(simd, gradients.dV, inputs.v.shape);

  const outputs: TensorInfo[] = [];
  if (inputs.outputKernel && gradients.dOutputs) {
    const dOutputKernel = addressed(inputs.outputKernel);
    const both = matrix(dOutputKernel);
    weightGradient(matrix(workspace.contexts), gradients.dOutputs, rowsOf(both, 0, memorySize));
    weightGradient(after(topHiddens), gradients.dOutputs, rowsOf(both, memorySize, units));
    outputs.push(dOutputKernel);
  }
  if (inputs.feed && gradients.dFeed) outputs.push(gradients.dFeed);

  let dTokens: TensorInfo | undefined;
  const throughTokens = (dKernel: Matrix, dGates: TensorInfo): TensorInfo => {
    const tokenRows = (kernel: Matrix): Matrix => rowsOf(kernel, 0, tokenSize);
    const kernel = matrix((inputs.layers[0] as DecoderInputs['layers'][number]).kernel);
    const kernels = [tokenRows(kernel), tokenRows(dKernel)] as const;
    const [dSource, dBias] = projectGradient(simd, inputs.tokens, workspace.tokens, kernels, dGates);
    dTokens = sizes.isStep && !inputs.tokens.table ? withoutTime(dSource) : dSource;
    return dBias;
  };

  const layers = inputs.layers.flatMap((layer, l) => {
    const { hiddens, inputs: droppedInputs } = workspace.layers[l] as LayerWorkspace;
    const { dGates, dHidden, dCarry } = gradients.layers[l] as DecoderGradients['layers'][number];
    const dKernel = addressed(layer.kernel);
    const whole = matrix(dKernel);
    if (l === 0) {
      const read = queriesPrevious ? matrix(workspace.contexts) : workspace.feeds && before(workspace.feeds);
      const extra = workspace.extras ? matrix(workspace.extras) : read;
      if (extraSize > 0 && extra) weightGradient(extra, dGates, rowsOf(whole, tokenSize, extraSize));
    } else {
      const below = (workspace.layers[l - 1] as LayerWorkspace).hiddens;
      weightGradient(droppedInputs ? matrix(droppedInputs) : after(below), dGates, whole);
    }
    const dRecurrent = addressed(layer.recurrentKernel);
    weightGradient(before(hiddens), dGates, matrix(dRecurrent));
    const dBias = l === 0 ? throughTokens(whole, dGates) : sumOfRows(simd, dGates, layer.bias.shape);
    return [dKernel, dRecurrent, dBias, dHidden, dCarry];
  });
  return [dTokens as TensorInfo, gradients.dValues, gradients.dKeys, dQueryKernel, dV, ...outputs, ...layers];
};
