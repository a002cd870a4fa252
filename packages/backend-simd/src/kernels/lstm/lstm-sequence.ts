import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { beginStates, copyOf, lastState, statesBefore } from '../recurrence/sequence.ts';
import { project, projectGradient, type SequenceSource, timeFirstOf } from '../recurrence/projection.ts';
import { type Matrix, matrixOf, transposedMatrix } from '../products/matrix.ts';
import { multiply } from '../products/multiply.ts';
import { packWeights } from '../products/pack-weights.ts';

/** What @seq2seq/core calls these kernels; see its fused/lstm-sequence.ts for what they take and give. */
const forwardName = 'Seq2SeqLstmSequence';
const backwardName = 'Seq2SeqLstmSequenceGradient';

type SequenceInputs = SequenceSource &
  Readonly<Record<'mask' | 'kernel' | 'recurrentKernel' | 'bias' | 'hidden' | 'carry', TensorInfo>>;

type GradientInputs = SequenceInputs &
  Readonly<Record<'saved0' | 'saved1' | 'saved2' | 'saved3' | 'gradient0' | 'gradient1' | 'gradient2', TensorInfo>>;

const sizesOf = ({ mask, hidden }: SequenceInputs) => {
  const [batch, steps] = mask.shape as [number, number];
  return { batch, steps, units: hidden.shape[1] as number };
};

/** An LSTM over a sequence: one product for all inputs, then all steps without leaving WebAssembly. */
export const lstmSequence: KernelConfig = {
  kernelName: forwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as SequenceInputs;
    const reverse = isReverse(attrs);
    const { batch, steps, units } = sizesOf(named);

    const outputs = simd.allocate([batch, steps, units], 'float32');
    const timeFirst = timeFirstOf(simd, named);
    const gates = simd.allocate([steps, batch, 4 * units], 'float32');
    project(simd, named, timeFirst, named.kernel, named.bias, gates);
    const hiddens = beginStates(simd, named.hidden, steps, reverse);
    const carries = beginStates(simd, named.carry, steps, reverse);
    const recurrent = matrixOf(simd, named.recurrentKernel);
    runSteps(simd, jobs.lstmForward, { named, reverse, recurrent, kept: [gates, hiddens, carries], own: [outputs] });
    const lasts = [hiddens, carries].map((states) => lastState(simd, states, reverse));
    return [outputs, ...lasts, timeFirst, gates, hiddens, carries];
  },
};

/** The gradients of inputs or table, kernel, recurrent kernel, bias, and first state, in this order. */
export const lstmSequenceGradient: KernelConfig = {
  kernelName: backwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as GradientInputs;
    const { saved0: timeFirst, saved1: gates, saved2: hiddens, saved3: carries } = named;
    const reverse = isReverse(attrs);
    const dHidden = copyOf(simd, named.gradient1);
    const dCarry = copyOf(simd, named.gradient2);
    const dGates = simd.allocate(gates.shape, 'float32');

    const recurrent = matrixOf(simd, named.recurrentKernel).transposed;
    const own = [named.gradient0, dGates, dHidden, dCarry];
    runSteps(simd, jobs.lstmBackward, { named, reverse, recurrent, kept: [gates, hiddens, carries], own });

    const dKernel = simd.allocate(named.kernel.shape, 'float32');
    const kernels = [matrixOf(simd, named.kernel), matrixOf(simd, dKernel)] as const;
    const [dSource, dBias] = projectGradient(simd, named, timeFirst, kernels, dGates);
    const dRecurrent = simd.allocate(named.recurrentKernel.shape, 'float32');
    const before = transposedMatrix(statesBefore(simd, hiddens, reverse));
    multiply(simd, before, matrixOf(simd, dGates), matrixOf(simd, dRecurrent));
    simd.disposeData(dGates.dataId);
    return [dSource, dKernel, dRecurrent, dBias, dHidden, dCarry];
  },
};

const isReverse = (attributes: { reverse?: boolean } | undefined): boolean => attributes?.reverse === true;

type Steps = {
  readonly named: SequenceInputs;
  readonly reverse: boolean;
  /** The recurrent kernel, or its transposed on the way back. */
  readonly recurrent: Matrix;
  /** Gates, hiddens and carries of all steps. */
  readonly kept: readonly TensorInfo[];
  /** What only this way has. */
  readonly own: readonly TensorInfo[];
};

/** Takes all steps, there or back, with arguments in the order of assembly/lstm/layout.ts. */
const runSteps = (simd: SimdBackend, job: number, { named, reverse, recurrent, kept, own }: Steps): void => {
  const { batch, steps, units } = sizesOf(named);
  const addresses = (tensors: readonly TensorInfo[]): number[] => tensors.map((tensor) => simd.addressOf(tensor));
  const packed = packWeights(simd, named.recurrentKernel, recurrent);
  const words = [
    ...[batch, steps, units, reverse ? 1 : 0, ...addresses([named.mask, ...kept])],
    ...[packed.address, simd.jobs.scratch, simd.jobs.scratchBytes, ...addresses(own)],
  ];
  simd.jobs.run(job, words, sharedWork(batch, steps * 4 * units * units));
  packed.release();
};
