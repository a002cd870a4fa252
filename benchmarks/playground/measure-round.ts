// One round: each thing once, in a new profile of the browser.
import type { Browser, Page } from 'playwright';
import { longestTask, train, untilState } from '@seq2seq/playground/driver';
import { measureScrolling, type Scrolling } from './measure-scrolling.ts';

/** The presets that are timed. */
export type TimedPreset = 'dates' | 'reverse';
export type Timed<Value> = Readonly<Record<TimedPreset, Value>>;

/** Windows that are scrolled: a desk's, a phone's. */
const viewports = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Viewport = keyof typeof viewports;

/** Times are in seconds, but for `longestTask`, which is in milliseconds. */
export type Round = {
  readonly opening: Timed<number>;
  readonly learning: Timed<number>;
  readonly comparing: number;
  readonly longestTask: number;
  readonly scrolling: Readonly<Record<Viewport, Scrolling>>;
};

/** The share of held-out examples that must be exactly right, and milliseconds to wait for it at the most. */
const [goal, patience] = [0.95, 300_000];

/** A picture of where a model looks. */
const map = '.heat-map canvas';

export const measureRound = async (browser: Browser, url: string): Promise<Round> => {
  const inPage = async <Value>(hash: string, work: (page: Page, opened: number) => Promise<Value>): Promise<Value> => {
    const context = await browser.newContext({ viewport: viewports.desk });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const opened = performance.now();
    await page.goto(`${url}#${hash}`);
    try {
      return await work(page, opened);
    } finally {
      await context.close();
    }
  };
  const shown = (preset: string): Promise<number> =>
    inPage(`p=${preset}`, async (page, opened) => {
      await page.locator(map).first().waitFor();
      return secondsSince(opened);
    });
  const learned = (preset: string): Promise<number> =>
    inPage(`p=${preset}&exact=${goal}`, async (page) => {
      await page.locator(map).first().waitFor();
      const begun = performance.now();
      await train(page, 'stopped');
      const taken = secondsSince(begun);
      const why = await page.locator('.phase').getAttribute('title');
      if (!why?.includes('exactly right')) throw new Error(`${preset}: expected ${goal} exactly right, but ${why}.`);
      return taken;
    });
  /** While a model of dates is trained that does not end by itself. */
  const whileTraining = <Value>(work: (page: Page) => Promise<Value>): Promise<Value> =>
    inPage('p=dates&exact=2&steps=100000', async (page) => {
      await train(page, { untilStep: 20 });
      const result = await work(page);
      await untilState(page, 'playing');
      return result;
    });
  const scrolled = (viewport: Viewport): Promise<Scrolling> =>
    whileTraining(async (page) => {
      await page.setViewportSize(viewports[viewport]);
      return measureScrolling(page, 4);
    });
  return {
    opening: { dates: await shown('dates'), reverse: await shown('reverse') },
    learning: { dates: await learned('dates'), reverse: await learned('reverse') },
    comparing: await inPage('p=dates&view=compare', async (page) => {
      const starter = page.getByRole('button', { name: 'Four scorers on dates' });
      await starter.waitFor();
      const begun = performance.now();
      await starter.click();
      await page.locator('.compare[data-compare=ended][data-columns="4"]').waitFor();
      return secondsSince(begun);
    }),
    longestTask: await whileTraining((page) => longestTask(page, () => page.waitForTimeout(5000))),
    scrolling: { desk: await scrolled('desk'), phone: await scrolled('phone') },
  };
};

const secondsSince = (begun: number): number => (performance.now() - begun) / 1000;
