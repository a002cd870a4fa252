// How work is shared out. Results never depend on it: every value is computed by one thread, in an order of its own.

/** The first of `count` things that a thread does; the last one's end is the next one's first. */
export function firstOf(thread: usize, threads: usize, count: usize): usize {
  return (count * thread) / threads;
}
