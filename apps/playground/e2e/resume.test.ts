import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { type OpenedPlayground, usePlayground } from './__fixtures__/open-playground.ts';
import { giveFiles, smallRun, takeFile, takeNumbers } from './__fixtures__/take-files.ts';
import { setUp, train, untilState } from '../driver/use-page.ts';

const hash = `${smallRun}&backend=simd-strict&drop=0.1&view=models`;

/** Trains from where the run is to the end, which is step 40. */
const goOn = async (page: Page): Promise<readonly number[]> => {
  await setUp(page, { Steps: 40 });
  await train(page, 'stopped');
  return (await takeNumbers(page)).losses;
};

describe.skipIf(!hasChromium())('a run that is saved', () => {
  const open = usePlayground();

  /** Half of a run, and what the whole looks like when nobody breaks it off. */
  let first: OpenedPlayground;
  let unbroken: readonly number[];
  beforeAll(async () => {
    first = await open({ hash: `${hash}&steps=20`, isKept: true });
    await train(first.page, 'stopped');
    const { page } = await open({ hash: `${hash}&steps=40` });
    await train(page, 'stopped');
    unbroken = (await takeNumbers(page)).losses;
    expect(unbroken).toHaveLength(40);
  });

  it('and kept goes on after the page is closed as if nothing had happened; the list stays, and a run can be deleted', async () => {
    await first.page.getByLabel('Name').fill('half way');
    await first.page.locator('[data-action=keep]').click();
    await first.page.locator('[data-kept="half way"]').waitFor();

    const again = await open({ like: first, hash: 'view=models' });
    const kept = again.page.locator('[data-kept="half way"]');
    expect(await kept.innerText()).toContain('Reversal: shortest 2, longest 4');
    await kept.locator('[data-action=restore]').click();
    await untilState(again.page, 'paused');
    expect(await again.page.locator('[data-reading=step]').innerText()).toBe('20');
    expect(await goOn(again.page)).toEqual(unbroken);
    await kept.locator('[data-action=delete]').click();
    await again.page.getByText('None yet').waitFor();
  });

  it('as a file goes on in another profile', async () => {
    const file = await takeFile(first.page, 'download-run');
    const other = await open({ hash: 'view=models' });
    await giveFiles(other.page, [file]);
    await untilState(other.page, 'paused');
    expect(await goOn(other.page)).toEqual(unbroken);
  });

  it('stays until the page is closed where the browser keeps nothing, and the page says so', async () => {
    const { page } = await open({
      hash: `${hash}&steps=3`,
      before: () => {
        Object.defineProperty(globalThis, 'indexedDB', {
          get: () => {
            throw new Error('denied');
          },
        });
      },
    });
    await page.locator('[data-reading=fleeting]').waitFor();
    await train(page, 'stopped');
    await page.locator('[data-action=keep]').click();
    await page.locator('[data-kept] [data-action=restore]').click();
    await page.getByText('is back at step 3').waitFor();
  });
});
