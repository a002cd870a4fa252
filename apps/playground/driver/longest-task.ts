import type { Page } from 'playwright';

/** What is read of a trace: pieces of work, and what threads are called. */
type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds that the thread has worked. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
};

/**
 * Milliseconds of the longest task of a page's main thread while something goes on: of work, not of waiting for a core that tests
 * beside this one have.
 */
export const longestTask = async (page: Page, during: () => Promise<void>): Promise<number> => {
  const browser = page.context().browser();
  if (!browser) throw new Error('longestTask: the page is of no browser that can be traced.');
  await browser.startTracing(page, { categories: ['__metadata', 'disabled-by-default-devtools.timeline'] });
  await during();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error('longestTask: the trace has no task of the page; look at its categories.');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
};

/** Milliseconds after which a page feels as if it were stuck. */
const most = 100;

/**
 * Expects no task of a page's main thread to be too long while something goes on. Tried three times at the most, each in a page of its
 * own: on a shared core a task is charged for what others did to the caches, now and then several times its own work.
 *
 * @returns the page in which no task was too long
 */
export const expectQuick = async (open: () => Promise<Page>, during: (page: Page) => Promise<void>): Promise<Page> => {
  const tries: number[] = [];
  while (tries.length < 3) {
    const page = await open();
    const longest = await longestTask(page, () => during(page));
    if (longest < most) return page;
    tries.push(longest);
    await page.close();
  }
  throw new Error(`expectQuick: expected tasks of less than ${most} ms, got ${tries.map(Math.round).join(', then ')}.`);
};
