import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, train, untilState, untilStep } from '../driver/use-page.ts';

const stepOf = async (page: Page): Promise<number> => Number(await page.locator('.shell').getAttribute('data-step'));
const press = (page: Page, action: 'play' | 'step' | 'reset'): Promise<void> =>
  page.locator(`[data-action=${action}]`).click();

/** A tab behind another one, as a page can see it. */
const show = (page: Page, visibility: 'hidden' | 'visible'): Promise<void> =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);

/** Resolves, in the page, when the last of the runs that are being made is there. */
const newRun = (): Promise<void> =>
  new Promise((resolve) => {
    const shell = document.querySelector<HTMLElement>('.shell')!;
    new MutationObserver((changes, observer) => {
      if (shell.dataset.state !== 'ready' || !changes.some(({ oldValue }) => oldValue === 'loading')) return;
      observer.disconnect();
      resolve();
    }).observe(shell, { attributeFilter: ['data-state'], attributeOldValue: true });
  });

describe.skipIf(!hasChromium())('the buttons that move a run', () => {
  const open = usePlayground();

  it('take exactly one step at a time, pause where they say, and begin anew', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000` });
    for (const step of [1, 2, 3]) {
      await press(page, 'step');
      await untilStep(page, step);
      await untilState(page, 'paused');
      expect(await stepOf(page)).toBe(step);
    }
    await train(page, { untilStep: 6 });
    await press(page, 'play');
    await untilState(page, 'paused');
    const said = await page.locator('[aria-live=polite]').last().innerText();
    const paused = Number(/^Paused at step (\d+)/.exec(said)?.[1]);
    // A step more is one more than where the pause was: none was taken meanwhile.
    await press(page, 'step');
    await untilStep(page, paused + 1);
    expect(await stepOf(page)).toBe(paused + 1);
    await press(page, 'reset');
    await untilState(page, 'ready');
    expect(await stepOf(page)).toBe(0);
  });

  it('begin a run anew that shows nothing of the one before, whenever they are pressed', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000` });
    await untilState(page, 'ready');
    for (const first of ['step', 'play', 'step', 'play'] as const) {
      const anew = page.evaluate(newRun);
      await press(page, first);
      await press(page, 'reset');
      await anew;
      // Longer than news are on their way.
      await page.waitForTimeout(300);
      expect([first, await stepOf(page)]).toEqual([first, 0]);
      expect(await page.locator('.shell').getAttribute('data-state')).toBe('ready');
    }
    // The same by keys while it plays: what was wanted last is what comes.
    await train(page, { untilStep: 3 });
    const anew = page.evaluate(newRun);
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    await page.keyboard.press('.');
    await page.keyboard.press('r');
    await anew;
    await page.waitForTimeout(300);
    expect([await stepOf(page), await page.locator('.shell').getAttribute('data-state')]).toEqual([0, 'ready']);
    await press(page, 'step');
    await untilState(page, 'paused');
    expect(await stepOf(page)).toBe(1);
  });

  it('are keys, too, but not where one types', async () => {
    const { page } = await open({ hash: smallLink });
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    await page.keyboard.press('.');
    await untilState(page, 'paused');
    await page.locator('#setup-form').getByLabel('Units', { exact: true }).focus();
    await page.keyboard.press('.');
    await page.keyboard.press('r');
    await page.locator('#setup-form').getByLabel('Units', { exact: true }).blur();
    expect(await stepOf(page)).toBe(1);
    await page.keyboard.press('r');
    await untilState(page, 'ready');
    expect(await stepOf(page)).toBe(0);
    await page.keyboard.press('2');
    expect(await page.locator('.shell').getAttribute('data-view')).toBe('inspect');
  });

  it('stop at the loss that was asked for', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=1000&lr=0.02&loss=3` });
    await train(page, 'stopped');
    expect(Number(await page.locator('[data-reading=loss]').innerText())).toBeLessThanOrEqual(3);
    expect(await page.locator('.phase').getAttribute('title')).toContain('the loss is as low as you asked for');
  });

  it('wait while the tab is hidden, and go on when it is seen', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000` });
    await train(page, { untilStep: 2 });
    await show(page, 'hidden');
    await untilState(page, 'paused');
    const step = await stepOf(page);
    await show(page, 'visible');
    await untilState(page, 'playing');
    await untilStep(page, step + 2);
  });
});
