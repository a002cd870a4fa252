import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, train } from '../driver/use-page.ts';

describe.skipIf(!hasChromium())('the worst held-out examples', () => {
  const open = usePlayground();

  it('are listed with the worst first, and one that is chosen is shown by all views', async () => {
    const { page } = await open({ hash: smallLink });
    await train(page, 'stopped');
    await page.locator('[data-action=errors]').click();
    await page.locator(`.errors[data-errors="20"]`).waitFor();
    const losses = (await page.locator('.error-numbers').allInnerTexts()).map((text) => Number.parseFloat(text));
    expect(losses).toHaveLength(20);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const totals = await page.locator('.errors-lengths li').allInnerTexts();
    expect(totals.map((text) => /^\d/.test(text))).not.toContain(false);
    const rows = page.locator('.error-row');
    const sources = await page.locator('.example .example-source').allInnerTexts();
    const shown = await page.locator('.error-row .error-source').allInnerTexts();
    const index = shown.findIndex((text) => !sources.includes(text));
    await rows.nth(index).click();
    await page.locator('.example').nth(sources.length).waitFor();
    expect(await rows.nth(index).getAttribute('aria-pressed')).toBe('true');
    const last = page.locator('.example').nth(sources.length);
    expect(await last.getAttribute('aria-pressed')).toBe('true');
    expect(await last.locator('.example-source').innerText()).toBe(shown[index]);
    await page.locator(`.film .heat-map-cells[aria-label*="“${shown[index]}”"]`).waitFor();
  });
});
