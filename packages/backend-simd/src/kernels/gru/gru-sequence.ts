import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { copyBytes } from '../../memory/copy-bytes.ts';
import { type Matrix, matrixOf, transposedMatrix } from '../products/matrix.ts';
import { multiply } from '../products/multiply.ts';
import { packWeights } from '../products/pack-weights.ts';
import { sumOfRows } from '../products/sum-of-rows.ts';
import { beginStates, copyOf, lastState, statesBefore } from '../recurrence/sequence.ts';
import { project, projectGradient, type SequenceSource, timeFirstOf } from '../recurrence/projection.ts';

/** What @seq2seq/core calls these kernels; see its fused/gru-sequence.ts for what they take and give. */
const forwardName = 'Seq2SeqGruSequence';
const backwardName = 'Seq2SeqGruSequenceGradient';

/** The reset gate acts after the recurrent product if there is a recurrent bias. */
type SequenceInputs = SequenceSource &
  Readonly<
    Record<'mask' | 'kernel' | 'recurrentKernel' | 'bias' | 'hidden', TensorInfo> & {
      recurrentBias?: TensorInfo;
    }
  >;

type GradientInputs = SequenceInputs &
  Readonly<Record<'saved0' | 'saved1' | 'saved2' | 'saved3' | 'gradient0' | 'gradient1', TensorInfo>>;

/** A GRU over a sequence: one product for all inputs, then all steps without leaving WebAssembly. */
export const gruSequence: KernelConfig = {
  kernelName: forwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as SequenceInputs;
    const [batch, steps] = named.mask.shape as [number, number];
    const units = named.hidden.shape[1] as number;
    const reverse = isReverse(attrs);

    const timeFirst = timeFirstOf(simd, named);
    const bias = biasOfGates(simd, named, 2 * units);
    const gates = simd.allocate([steps, batch, 3 * units], 'float32');
    project(simd, named, timeFirst, named.kernel, bias, gates);
    simd.disposeData(bias.dataId);
    const hiddens = beginStates(simd, named.hidden, steps, reverse);
    const recalled = simd.allocate([steps, batch, units], 'float32');

    const outputs = simd.allocate([batch, steps, units], 'float32');
    const packed = gateAndCandidate(matrixOf(simd, named.recurrentKernel)).map((part) =>
      packWeights(simd, named.recurrentKernel, part),
    );
    simd.jobs.run(
      jobs.gruForward,
      [
        ...[batch, steps, units, reverse ? 1 : 0],
        ...[named.mask, gates, hiddens].map((tensor) => simd.addressOf(tensor)),
        ...[...packed.map(({ address }) => address), simd.jobs.scratch, simd.jobs.scratchBytes],
        ...[simd.addressOf(outputs), recalledBias(simd, named), simd.addressOf(recalled)],
      ],
      sharedWork(batch, steps * 3 * units * units),
    );
    packed.forEach((part) => part.release());
    return [outputs, lastState(simd, hiddens, reverse), timeFirst, gates, hiddens, recalled];
  },
};

/** The gradients of inputs or table, kernel, recurrent kernel, bias, recurrent bias if there is one, and first state, in this order. */
export const gruSequenceGradient: KernelConfig = {
  kernelName: backwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as GradientInputs;
    const { recurrentBias, saved0: timeFirst, saved1: gates, saved2: hiddens, saved3: recalled } = named;
    const [batch, steps] = named.mask.shape as [number, number];
    const units = named.hidden.shape[1] as number;
    const reverse = isReverse(attrs);

    const dGates = simd.allocate(gates.shape, 'float32');
    const dRecalled = recurrentBias && simd.allocate(recalled.shape, 'float32');
    const dHidden = copyOf(simd, named.gradient1);
    const packed = gateAndCandidate(matrixOf(simd, named.recurrentKernel)).map((part) =>
      packWeights(simd, named.recurrentKernel, transposedMatrix(part)),
    );
    simd.jobs.run(
      jobs.gruBackward,
      [
        ...[batch, steps, units, reverse ? 1 : 0],
        ...[named.mask, gates, hiddens].map((tensor) => simd.addressOf(tensor)),
        ...[...packed.map(({ address }) => address), simd.jobs.scratch, simd.jobs.scratchBytes],
        ...[simd.addressOf(named.gradient0), recalledBias(simd, named), simd.addressOf(recalled)],
        ...[dGates, dHidden].map((tensor) => simd.addressOf(tensor)),
        dRecalled ? simd.addressOf(dRecalled) : 0,
      ],
      sharedWork(batch, steps * 3 * units * units),
    );
    packed.forEach((part) => part.release());

    const dKernel = simd.allocate(named.kernel.shape, 'float32');
    const kernels = [matrixOf(simd, named.kernel), matrixOf(simd, dKernel)] as const;
    const [dSource, dBias] = projectGradient(simd, named, timeFirst, kernels, dGates);
    const before = statesBefore(simd, hiddens, reverse);
    const [dGateSums, dCandidateSums] = gateAndCandidate(matrixOf(simd, dGates));
    const dRecurrentKernel = simd.allocate(named.recurrentKernel.shape, 'float32');
    const [dOfGates, dOfCandidate] = gateAndCandidate(matrixOf(simd, dRecurrentKernel));
    multiply(simd, transposedMatrix(before), dGateSums, dOfGates);
    if (dRecalled) multiply(simd, transposedMatrix(before), matrixOf(simd, dRecalled), dOfCandidate);
    else multiply(simd, matrixOf(simd, recalled).transposed, dCandidateSums, dOfCandidate);
    const dBiases = dRecalled ? [dBias, recurrentBiasGradient(simd, dBias, dRecalled)] : [dBias];
    for (const intermediate of [dGates, dRecalled]) if (intermediate) simd.disposeData(intermediate.dataId);
    return [dSource, dKernel, dRecurrentKernel, ...dBiases, dHidden];
  },
};

const isReverse = (attributes: { reverse?: boolean } | undefined): boolean => attributes?.reverse === true;

/** The columns of z and r, and those of the candidate, [N, 3·H] to [N, 2·H] and [N, H]. */
const gateAndCandidate = (matrix: Matrix): [gates: Matrix, candidate: Matrix] => {
  const units = matrix.columns / 3;
  return [
    { ...matrix, columns: 2 * units },
    { ...matrix, columns: units, address: matrix.address + 2 * units * matrix.columnStride },
  ];
};

/** What is added to x W: b, and in the first columns, those of z and r, b' too. */
const biasOfGates = (simd: SimdBackend, { bias, recurrentBias }: SequenceInputs, columns: number): TensorInfo => {
  const sum = copyOf(simd, bias);
  if (!recurrentBias) return sum;
  const [to, from] = [simd.addressOf(sum) / 4, simd.addressOf(recurrentBias) / 4];
  const { f32 } = simd.heap;
  for (let j = 0; j < columns; j++) f32[to + j] = (f32[to + j] as number) + (f32[from + j] as number);
  return sum;
};

/** Where b' of the candidate lies; 0 where the reset gate acts before the product. */
const recalledBias = (simd: SimdBackend, { recurrentBias, hidden }: SequenceInputs): number =>
  recurrentBias ? simd.addressOf(recurrentBias) + 2 * (hidden.shape[1] as number) * 4 : 0;

/** b' enters the sums of z and r as b does, and the candidate's by what it recalls. */
const recurrentBiasGradient = (simd: SimdBackend, dBias: TensorInfo, dRecalled: TensorInfo): TensorInfo => {
  const gradient = copyOf(simd, dBias);
  const units = dRecalled.shape[2] as number;
  const ofCandidate = sumOfRows(simd, dRecalled, [units]);
  copyBytes(simd, simd.addressOf(ofCandidate), simd.addressOf(gradient) + 2 * units * 4, units * 4);
  simd.disposeData(ofCandidate.dataId);
  return gradient;
};
