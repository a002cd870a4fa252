import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, untilState } from '../driver/use-page.ts';

describe.skipIf(!hasChromium())('the tour', () => {
  const open = usePlayground();

  it('goes from start to end by keyboard alone, and each stop sets the page', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000` });
    const button = page.locator('[data-action=tour]');
    await button.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog');
    const headings: string[] = [];
    for (let stop = 1; stop <= 6; stop++) {
      await page.locator(`.tour-card[data-stop="${stop}"]`).waitFor();
      // The focus is on the button of the stop before until this one has been drawn.
      headings.push(await card.locator('h2:focus').innerText());
      await page.locator('[data-tour=here]').waitFor();
      if (stop === 2) await untilState(page, 'playing');
      // From the heading to the last button of the card.
      for (let tabs = 0; tabs < 8; tabs++) {
        const name = await page.evaluate(() => document.activeElement?.textContent);
        if (name === 'Next' || name === 'Done') break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    }
    await card.waitFor({ state: 'detached' });
    expect(new Set(headings).size, 'each stop has the focus, under its own name').toBe(6);
    expect(await page.locator('.shell').getAttribute('data-view')).toBe('scorer');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('[data-tour]').count()).toBe(0);
  });

  it('is left with Escape, and resumed after the page was loaded again', async () => {
    const { page } = await open();
    const button = page.locator('[data-action=tour]');
    await button.click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    const title = await page.getByRole('dialog').getByRole('heading').innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Resume tour' }).click();
    expect(await page.getByRole('dialog').getByRole('heading').innerText()).toBe(title);
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await page.getByRole('dialog').getByRole('heading').innerText()).not.toBe(title);
  });

  it('works where the browser stores nothing', async () => {
    const { page } = await open({
      before: () => {
        Object.defineProperty(window, 'localStorage', {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      },
    });
    await page.locator('[data-action=tour]').click();
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.locator('.tour-card').getAttribute('data-stop')).toBe('2');
  });
});
