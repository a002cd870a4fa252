/**
 * The laws of scorers, windows, normalizers and whole attentions, to be run on one's own in any test framework: a broken law is an Error
 * that says which and where.
 *
 * @packageDocumentation
 */
export { type AttentionContractOptions, checkAttentionContract } from './attention-contract.ts';
export { checkNormalizerContract, type NormalizerContractOptions } from './normalizer-contract.ts';
export { checkScorerContract, type ScorerContractOptions } from './scorer-contract.ts';
export { checkWindowContract, type WindowContractOptions } from './window-contract.ts';
