import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallLink, train, untilState } from '../driver/use-page.ts';

const pairs = [
  'cat\tchat',
  'cat\tchat',
  '',
  'no tab here',
  'שלום\tpeace',
  '👩‍👩‍👧\tfamily',
  'a\tb\tc',
  ...Array.from({ length: 20 }, (_, index) => `${'ab'.repeat(1 + (index % 3))}${index}\t${index}`),
].join('\r\n');

describe.skipIf(!hasChromium())('own pairs', () => {
  const open = usePlayground();

  it('are looked at as they are pasted, each bad line is named, and a run learns from the rest', async () => {
    const { page } = await open({ hash: `${smallLink}&task=copy` });
    await setUp(page, { Problem: 'own' });
    const box = page.locator('#own-pairs');
    await box.fill(pairs);
    // The form is drawn anew while one types.
    await untilState(page, 'ready');
    await box.blur();
    expect(await page.locator('[data-reading=own-pairs]').innerText()).toBe('23 pairs, 1 that were there already');
    expect(await page.locator('.problems li').allInnerTexts()).toEqual([
      'Line 4 has no tab; put one between source and target.',
      'Line 7 has 2 tabs; one is expected.',
    ]);
    await train(page, 'stopped');
    expect(await page.locator('.example-source').first().getAttribute('dir')).toBe('auto');
    expect(await page.locator('.example').count()).toBeGreaterThan(0);
  });

  it('come from a file, too', async () => {
    const { page } = await open({ hash: `${smallLink}&task=own` });
    await page.getByRole('alert').waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel('Open a file').click();
    await (
      await chooser
    ).setFiles({ name: 'pairs.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from(pairs) });
    await page.getByText('23 pairs').waitFor();
  });

  it('that are too few say how many it takes', async () => {
    const { page } = await open({ hash: `${smallLink}&task=own` });
    await page.getByRole('alert').waitFor();
    await page.locator('#own-pairs').fill('a\tb');
    await page.locator('#own-pairs').blur();
    await page.locator('[data-action=play]').click();
    await page.getByRole('alert').filter({ hasText: 'expected at least 3 different sources, got 1' }).waitFor();
  });
});
