import * as tf from '@tensorflow/tfjs-core';

/**
 * Fails if running leaves more or fewer tensors alive than there were before. Gives back what `run` gives, so a run that is
 * asynchronous is awaited as usual: `await expectNoLeak(async () => { … })`.
 *
 * @throws Error that says how many tensors were left over or taken away
 */
export const expectNoLeak = <Result extends void | Promise<void>>(run: () => Result): Result => {
  const before = tf.memory().numTensors;
  const result = run();
  if (result instanceof Promise) return result.then(() => compare(before)) as Result;
  compare(before);
  return result;
};

const compare = (before: number): void => {
  const more = tf.memory().numTensors - before;
  if (more > 0) {
    throw new Error(`expectNoLeak: ${tensors(more)} left over; dispose what was made, or make it inside tf.tidy.`);
  }
  if (more < 0) {
    throw new Error(`expectNoLeak: ${tensors(-more)} fewer than before; dispose only what the run itself made.`);
  }
};

const tensors = (count: number): string => `${count} ${count === 1 ? 'tensor' : 'tensors'}`;
