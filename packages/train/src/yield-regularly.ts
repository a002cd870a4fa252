/** How long the event loop may be held, in milliseconds: the length of a task that people do not notice. */
const longestTask = 50;

/**
 * A function to await between pieces of work. It lets timers, signals and the page run whenever another piece as long as the last
 * one would hold the event loop for more than 50 ms, and costs next to nothing in between.
 *
 * @param now - a clock in milliseconds
 */
export const yieldRegularly = (now: () => number = () => performance.now()): (() => Promise<void>) => {
  let lastYield = now();
  let lastCall = lastYield;
  return async () => {
    const time = now();
    const piece = time - lastCall;
    lastCall = time;
    if (time - lastYield + piece <= longestTask) return;
    await nextTask();
    lastYield = now();
    lastCall = lastYield;
  };
};

/** A message rather than a timer: browsers delay nested timers by 4 ms, and by a second in pages out of sight. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
