import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { beginStates, copyOf, lastState, statesBefore } from '../recurrence/sequence.ts';
import { project, projectGradient, type SequenceSource, timeFirstOf } from '../recurrence/projection.ts';
import { matrixOf, transposedMatrix } from '../products/matrix.ts';
import { multiply } from '../products/multiply.ts';
import { packWeights } from '../products/pack-weights.ts';

/** What @seq2seq/core calls these kernels; see its fused/lstm-sequence.ts for what they take and give. */
const forwardName = 'Seq2SeqLstmSequence';
const backwardName = 'Seq2SeqLstmSequenceGradient';

type SequenceInputs = SequenceSource &
  Readonly<Record<'mask' | 'kernel' | 'recurrentKernel' | 'bias' | 'hidden' | 'carry', TensorInfo>>;

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
    const reverse = (attrs as { reverse?: boolean } | undefined)?.reverse === true;
    const { batch, steps, units } = sizesOf(named);
    const address = (tensor: TensorInfo): number => simd.addressOf(tensor);

    const outputs = simd.allocate([batch, steps, units], 'float32');
    const timeFirst = timeFirstOf(simd, named);
    const gates = simd.allocate([steps, batch, 4 * units], 'float32');
    project(simd, named, timeFirst, named.kernel, named.bias, gates);
    const hiddens = beginStates(simd, named.hidden, steps, reverse);
    const carries = beginStates(simd, named.carry, steps, reverse);
    const packed = packWeights(simd, named.recurrentKernel, matrixOf(simd, named.recurrentKernel));
    simd.jobs.run(
      jobs.lstmForward,
      [
        ...[
          batch,
          steps,
          units,
          reverse ? 1 : 0,
          address(named.mask),
          address(gates),
          address(hiddens),
          address(carries),
        ],
        ...[packed.address, simd.jobs.scratch, simd.jobs.scratchBytes, address(outputs)],
      ],
      sharedWork(batch, steps * 4 * units * units),
    );
    packed.release();
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
    const named = inputs as unknown as SequenceInputs & Readonly<Record<string, TensorInfo>>;
    const reverse = (attrs as { reverse?: boolean } | undefined)?.reverse === true;
    const { batch, steps, units } = sizesOf(named);
    const [timeFirst, gates, hiddens, carries] = ['saved0', 'saved1', 'saved2', 'saved3'].map(
      (name) => named[name],
    ) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo];
    const address = (tensor: TensorInfo): number => simd.addressOf(tensor);
    const dHidden = copyOf(simd, named['gradient1'] as TensorInfo);
    const dCarry = copyOf(simd, named['gradient2'] as TensorInfo);
    const dGates = simd.allocate([steps, batch, 4 * units], 'float32');

    const recurrent = matrixOf(simd, named.recurrentKernel);
    const packed = packWeights(simd, named.recurrentKernel, recurrent.transposed);
    simd.jobs.run(
      jobs.lstmBackward,
      [
        ...[
          batch,
          steps,
          units,
          reverse ? 1 : 0,
          address(named.mask),
          address(gates),
          address(hiddens),
          address(carries),
        ],
        ...[packed.address, simd.jobs.scratch, simd.jobs.scratchBytes, address(named['gradient0'] as TensorInfo)],
        ...[address(dGates), address(dHidden), address(dCarry)],
      ],
      sharedWork(batch, steps * 4 * units * units),
    );
    packed.release();

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
