import { describe, expect, it } from 'vitest';
import { hasChromium } from './__fixtures__/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallReversal, train } from './__fixtures__/use-page.ts';

describe.skipIf(!hasChromium())('the playground in Chromium', () => {
  const open = usePlayground();

  it('trains what the form says, for as many steps as it says', async () => {
    const { page } = await open();
    await setUp(page, smallReversal);
    await train(page, 'stopped');
    expect(await page.locator('[data-reading=step]').innerText()).toBe('20');
    expect(Number(await page.locator('[data-reading=loss]').innerText())).toBeGreaterThan(0);
  });
});
