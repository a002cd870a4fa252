/** How long the event loop may be held, in milliseconds: the length of a task that people do not notice. */
const longestTask = 50;

/**
 * A function to await between steps. The backends compute without ever waiting, so without a pause no timer could abort a search and a
 * page would stand still; this makes one every 50 ms and costs next to nothing in between.
 */
export const pauseForEvents = (): (() => Promise<void>) => {
  let lastPause = performance.now();
  return async () => {
    if (performance.now() - lastPause < longestTask) return;
    await nextTask();
    lastPause = performance.now();
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
