import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallRun } from './__fixtures__/take-files.ts';
import { train, untilState } from '../driver/use-page.ts';

describe.skipIf(!hasChromium())('the playground', () => {
  const open = usePlayground();

  it('opens and trains without a network once it was opened with one', async () => {
    const { page, url } = await open({ hasServiceWorker: true, isIsolated: true });
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.context().setOffline(true);
    await page.goto('about:blank');
    await page.goto(`${url}#${smallRun}&steps=5`);
    await untilState(page, 'ready');
    await train(page, 'stopped');
    expect(await page.locator('[data-reading=step]').innerText()).toBe('5');
    await page.goto('about:blank');
    await page.goto(url);
    await untilState(page, 'recording');
  });

  it('becomes isolated on a host that sends no headers, by one reload', async () => {
    const { page } = await open({ hasServiceWorker: true });
    await page.waitForFunction(() => crossOriginIsolated);
    await untilState(page, 'recording');
    expect(await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.toJSON().type)).toBe('reload');
  });
});
