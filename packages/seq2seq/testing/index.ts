/**
 * Holding a model to the numbers of another implementation.
 *
 * @packageDocumentation
 */
export { type CompareOptions, compareArrays, type Difference } from './compare-arrays.ts';
export { type ParityFiles, type ParityReport, runParityCase } from './parity-case.ts';
