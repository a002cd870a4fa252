// How evenly a page moves under a finger or a wheel while its trainer works.
import type { CDPSession, Page } from 'playwright';

/** What a screen of 60 pictures a second leaves for each, in milliseconds. */
const frameTime = 1000 / 60;

export type Scrolling = {
  readonly framesPerSecond: number;
  /** Of all frames those that came more than half a frame late, as a share. */
  readonly late: number;
  /** Milliseconds between two frames at the most. */
  readonly longest: number;
};

/** Scrolls what can be scrolled down and up again, and counts the frames that the page is drawn in. */
export const measureScrolling = async (page: Page, rounds: number): Promise<Scrolling> => {
  const session = await page.context().newCDPSession(page);
  const times = await page.evaluateHandle(collectFrames);
  for (let round = 0; round < rounds; round++) {
    for (const direction of [-1, 1]) await scroll(page, session, direction);
  }
  const intervals = await times.evaluate((collector) => collector.end());
  await session.detach();
  return scrollingOf(intervals);
};

/** From milliseconds between frames. */
export const scrollingOf = (intervals: readonly number[]): Scrolling => {
  const whole = intervals.reduce((sum, interval) => sum + interval, 0);
  return {
    framesPerSecond: (1000 * intervals.length) / whole,
    late: intervals.filter((interval) => interval > 1.5 * frameTime).length / intervals.length,
    longest: Math.max(...intervals),
  };
};

/** In the page: the time of each frame from now on. */
const collectFrames = (): { end(): number[] } => {
  const intervals: number[] = [];
  let last: number | undefined;
  let isEnded = false;
  const see = (time: number): void => {
    if (last !== undefined) intervals.push(time - last);
    last = time;
    if (!isEnded) requestAnimationFrame(see);
  };
  requestAnimationFrame(see);
  return {
    end: () => {
      isEnded = true;
      return intervals;
    },
  };
};

/** Down or up by the height of the window, or as far as it goes, with the pace of a hand in a hurry: pixels a second. */
const scroll = async (page: Page, session: CDPSession, direction: number): Promise<void> => {
  const before = await page.evaluate(whatScrolls);
  await session.send('Input.synthesizeScrollGesture', {
    ...{ x: before.x, y: before.y, yDistance: direction * page.viewportSize()!.height, speed: 1200 },
    gestureSourceType: 'mouse',
  });
  const { top } = await page.evaluate(whatScrolls);
  if (top === before.top) throw new Error(`scroll: expected something that moves, but it stays at ${top} pixels.`);
};

/** In the page: where its middle is that can be scrolled, and how far it is; a part where the page as a whole fits the window. */
const whatScrolls = (): { readonly x: number; readonly y: number; readonly top: number } => {
  const fits = ({ scrollHeight, clientHeight }: Element): boolean => scrollHeight <= clientHeight;
  const page = document.scrollingElement!;
  const part = [...document.querySelectorAll('*')].find(
    (element) => !fits(element) && getComputedStyle(element).overflowY === 'auto',
  );
  if (!fits(page) || !part) return { x: innerWidth / 2, y: innerHeight / 2, top: page.scrollTop };
  const { x, y, width, height } = part.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2, top: part.scrollTop };
};
