import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { viewNames } from '../src/experiment/view-names.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallLink, untilState } from '../driver/use-page.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** How much wider the page is than what is seen of it. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What can be touched and is smaller than a finger can aim at, by its words. */
const small = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, select, input, summary, [role=tab], [role=option], [role=treeitem]',
      ),
    ]
      .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden'))
      .filter((element) => {
        const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
        return Math.min(width, height) < 24;
      })
      .map((element) => `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}`),
  );

describe.skipIf(!hasChromium())('on a phone', () => {
  const open = usePlayground();

  it('a model is set up, trained and looked at by touch, and no page is wider than the screen', async () => {
    const { page } = await open({ ...phone, hash: smallLink });
    await untilState(page, 'ready');
    await setUp(page, { Cell: 'lstm', Units: 12 });
    await page.locator('[data-action=play]').tap();
    await untilState(page, 'playing', 'stopped');
    await untilState(page, 'stopped');
    for (const view of viewNames) {
      await page.locator(`#tab-${view}`).tap();
      await page.locator('#view [aria-busy=true]').waitFor({ state: 'detached' });
      expect(await sideways(page), view).toBe(0);
      expect(await small(page), view).toEqual([]);
    }
    await page.locator('#tab-train').tap();
    await page.locator('.example').nth(1).tap();
    expect(await page.locator('.example').nth(1).getAttribute('aria-pressed')).toBe('true');
    await page.locator('.setup-toggle').tap();
    expect(await sideways(page), 'setup').toBe(0);
    expect(await small(page), 'setup').toEqual([]);
  });

  it('at 320 pixels, which is a page enlarged four times, nothing is cut off sideways', async () => {
    const { page } = await open({ viewport: { width: 320, height: 640 } });
    for (const view of viewNames) {
      await page.locator(`#tab-${view}`).click();
      await page.locator('#view [aria-busy=true]').waitFor({ state: 'detached' });
      expect(await sideways(page), view).toBe(0);
    }
  });
});

describe.skipIf(!hasChromium())('who wants little motion', () => {
  const open = usePlayground();

  it('sees none: no animation of the page is longer than a frame', async () => {
    const { page } = await open({ hash: smallLink, reducedMotion: 'reduce' });
    await page.locator('[data-action=play]').click();
    for (const view of viewNames) {
      await page.locator(`#tab-${view}`).click();
      await page.locator('#view [aria-busy=true]').waitFor({ state: 'detached' });
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1000 / 60)
          .map((animation) => (animation.effect as KeyframeEffect).target?.outerHTML.slice(0, 100)),
      );
      expect(moving, view).toEqual([]);
    }
    await untilState(page, 'stopped');
  });
});
