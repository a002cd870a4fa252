import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { copyBytes, matrixOf, multiply, packedWeights, transposedMatrix } from './products.ts';

/** What @seq2seq/core calls these kernels; see its fused/lstm-sequence.ts for what they take and give. */
const forwardName = 'Seq2SeqLstmSequence';
const backwardName = 'Seq2SeqLstmSequenceGradient';

type SequenceInputs = Readonly<
  Record<'inputs' | 'mask' | 'kernel' | 'recurrentKernel' | 'bias' | 'hidden' | 'carry', TensorInfo>
>;

const sizesOf = ({ inputs, hidden }: SequenceInputs) => {
  const [batch, steps, width] = inputs.shape as [number, number, number];
  return { batch, steps, width, units: hidden.shape[1] as number };
};

/** An LSTM over a sequence: one product for all inputs, then all steps without leaving WebAssembly. */
export const lstmSequence: KernelConfig = {
  kernelName: forwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as SequenceInputs;
    const reverse = (attrs as { reverse?: boolean } | undefined)?.reverse === true;
    const { batch, steps, width, units } = sizesOf(named);
    const outputs = simd.allocate([batch, steps, units], 'float32');
    const timeFirst = simd.allocate([steps, batch, width], 'float32');
    const gates = simd.allocate([steps, batch, 4 * units], 'float32');
    const hiddens = simd.allocate([steps + 1, batch, units], 'float32');
    const carries = simd.allocate([steps + 1, batch, units], 'float32');
    const { heap, functions } = simd;
    const address = (tensor: TensorInfo): number => simd.addressOf(tensor);

    functions.swapFirstAxes(address(named.inputs), batch, steps, width * 4, address(timeFirst));
    functions.repeatRow(address(named.bias), 4 * units * 4, steps * batch, address(gates));
    multiply(simd, matrixOf(simd, timeFirst), matrixOf(simd, named.kernel), matrixOf(simd, gates), true);

    const slotBytes = batch * units * 4;
    const firstSlot = (reverse ? steps : 0) * slotBytes;
    const lastSlot = (reverse ? 0 : steps) * slotBytes;
    copyBytes(simd, address(named.hidden), address(hiddens) + firstSlot, slotBytes);
    copyBytes(simd, address(named.carry), address(carries) + firstSlot, slotBytes);
    const packed = packedWeights(simd, matrixOf(simd, named.recurrentKernel));
    simd.jobs.run(jobs.lstmForward, [
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
      ...[packed, simd.jobs.scratch, simd.jobs.scratchBytes, address(outputs)],
    ]);
    heap.free(packed);

    const lastOf = (slots: TensorInfo): TensorInfo => {
      const last = simd.allocate([batch, units], 'float32');
      copyBytes(simd, address(slots) + lastSlot, address(last), slotBytes);
      return last;
    };
    return [outputs, lastOf(hiddens), lastOf(carries), timeFirst, gates, hiddens, carries];
  },
};

/** The gradients of inputs, kernel, recurrent kernel, bias, and first state, in this order. */
export const lstmSequenceGradient: KernelConfig = {
  kernelName: backwardName,
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as SequenceInputs & Readonly<Record<string, TensorInfo>>;
    const reverse = (attrs as { reverse?: boolean } | undefined)?.reverse === true;
    const { batch, steps, width, units } = sizesOf(named);
    const [timeFirst, gates, hiddens, carries] = ['saved0', 'saved1', 'saved2', 'saved3'].map(
      (name) => named[name],
    ) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo];
    const { heap, functions } = simd;
    const address = (tensor: TensorInfo): number => simd.addressOf(tensor);
    const copyOf = (tensor: TensorInfo): TensorInfo => {
      const copy = simd.allocate(tensor.shape, 'float32');
      copyBytes(simd, address(tensor), address(copy), batch * units * 4);
      return copy;
    };
    const dHidden = copyOf(named['gradient1'] as TensorInfo);
    const dCarry = copyOf(named['gradient2'] as TensorInfo);
    const dGates = simd.allocate([steps, batch, 4 * units], 'float32');

    const recurrent = matrixOf(simd, named.recurrentKernel);
    const packed = packedWeights(simd, recurrent.transposed);
    simd.jobs.run(jobs.lstmBackward, [
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
      ...[packed, simd.jobs.scratch, simd.jobs.scratchBytes, address(named['gradient0'] as TensorInfo)],
      ...[address(dGates), address(dHidden), address(dCarry)],
    ]);
    heap.free(packed);

    const gateRows = matrixOf(simd, dGates);
    const dKernel = simd.allocate(named.kernel.shape, 'float32');
    multiply(simd, matrixOf(simd, timeFirst).transposed, gateRows, matrixOf(simd, dKernel), false);
    const dRecurrent = simd.allocate(named.recurrentKernel.shape, 'float32');
    const before = matrixOf(simd, hiddens);
    const hiddensBefore = {
      ...before,
      rows: steps * batch,
      address: before.address + (reverse ? batch * units * 4 : 0),
    };
    multiply(simd, transposedMatrix(hiddensBefore), gateRows, matrixOf(simd, dRecurrent), false);
    const dBias = simd.allocate(named.bias.shape, 'float32');
    functions.sumRows(address(dGates), steps * batch, 4 * units, address(dBias));
    const dTimeFirst = simd.allocate(timeFirst.shape, 'float32');
    multiply(simd, gateRows, matrixOf(simd, named.kernel).transposed, matrixOf(simd, dTimeFirst), false);
    const dInputs = simd.allocate(named.inputs.shape, 'float32');
    functions.swapFirstAxes(address(dTimeFirst), steps, batch, width * 4, address(dInputs));
    for (const intermediate of [dGates, dTimeFirst]) simd.disposeData(intermediate.dataId);
    return [dInputs, dKernel, dRecurrent, dBias, dHidden, dCarry];
  },
};
