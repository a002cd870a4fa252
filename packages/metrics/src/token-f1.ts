import { rouge } from './rouge.ts';

/**
 * The harmonic mean of how many items of an output the reference has and the other way round, each as often as both have it, in any
 * order: a utility for minimum Bayes risk. Items may be ids as well as tokens. Two empty sequences agree, which is 1.
 *
 * @see Rajpurkar et al. 2016, SQuAD: 100,000+ Questions for Machine Comprehension of Text, section 6.1
 */
export function tokenF1<Item>(output: readonly Item[], reference: readonly Item[]): number {
  if (output.length === 0 && reference.length === 0) return 1;
  return rouge(output, reference, 1).f;
}
