/** More threads than this gain little on the products that recurrent networks make. */
const mostThreads = 8;

/**
 * How many threads to start.
 *
 * @throws RangeError if `threads` is not a whole number above 0
 */
export const threadCount = (threads: number | 'auto'): number => {
  if (threads === 'auto') return Math.min(mostThreads, Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1));
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new RangeError(`backend-simd: threads is ${threads}; give 'auto' or a whole number above 0.`);
};
