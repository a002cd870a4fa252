import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallLink, train, untilStep } from '../driver/use-page.ts';

/** Of training; `npm run soak:playground` takes ten minutes. */
const seconds = Number(process.env.SOAK_SECONDS ?? 8);

/** Most bytes that the page may hold more at the end than at half the time: its list of losses and its film grow, slowly. */
const mostGrowth = 24e6;

const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
};

/** What the card of the backend says, asked for anew. */
const tensorsOf = async (page: Page): Promise<string> => {
  const chip = page.locator('[data-reading=backend]');
  await chip.click();
  await page.locator('[data-reading=tensors]:not(:empty)').waitFor();
  const text = await page.locator('[data-reading=tensors]').innerText();
  await page.keyboard.press('Escape');
  await page.getByRole('group', { name: 'Backend' }).waitFor({ state: 'hidden' });
  return text;
};

describe.skipIf(!hasChromium())('a long run', () => {
  const open = usePlayground();

  it(
    `holds no more after ${seconds} seconds than at half of them`,
    async () => {
      const { page } = await open({ hash: `${smallLink}&steps=1000000&seconds=${seconds / 2}`, isIsolated: true });
      // Half of the time is longer than a page otherwise waits for anything.
      page.setDefaultTimeout((seconds + 60) * 1000);
      await train(page, 'stopped');
      const [heap, tensors] = [await heapOf(page), await tensorsOf(page)];
      const step = Number(await page.locator('.shell').getAttribute('data-step'));
      await setUp(page, { 'Seconds (0: never)': seconds });
      await train(page, 'stopped');
      await untilStep(page, step + 1);
      expect(await tensorsOf(page)).toBe(tensors);
      expect((await heapOf(page)) - heap).toBeLessThan(mostGrowth);
    },
    (seconds + 100) * 1000,
  );
});
