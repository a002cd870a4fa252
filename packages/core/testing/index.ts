// For tests of parts and of models: leaks, closeness, gradients, and the laws that cells, encoders and decoders must keep.

export { expectClose, type Closeness } from './expect-close.ts';
export { expectNoLeak } from './expect-no-leak.ts';
export { expectGradients, type GradientCheck, type ListedVariables } from './finite-differences.ts';
export { checkCellContract, type CellContractOptions } from './cell-contract.ts';
export { checkEncoderContract, type EncoderContractOptions, type EncoderUnderTest } from './encoder-contract.ts';
export { type BridgeContractOptions, checkBridgeContract } from './bridge-contract.ts';
export { checkDecoderContract, type DecoderContractOptions } from './decoder-contract.ts';
export type { CoupledDecoder, DecoderKind } from './decoder-law.ts';
export { checkReadoutContract, type ReadoutContractOptions } from './readout-contract.ts';
export { checkSummaryContract, type SummaryContractOptions } from './summary-contract.ts';
