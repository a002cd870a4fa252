/**
 * The laws of scorers, windows and normalizers, to be run on one's own in any test framework: a broken law is an Error that says which and where.
 *
 * @packageDocumentation
 */
export { checkNormalizerContract, type NormalizerContractOptions } from './normalizer-contract.ts';
export { checkScorerContract, type ScorerContractOptions } from './scorer-contract.ts';
export { checkWindowContract, type WindowContractOptions } from './window-contract.ts';
