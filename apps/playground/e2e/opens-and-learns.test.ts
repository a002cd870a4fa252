import { describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { expectQuick } from '../driver/longest-task.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { kibibytes, partsOf } from '../driver/sizes.ts';
import { setUp, smallReversal, train, untilState, untilStep } from '../driver/use-page.ts';

/** Words of tfjs that no build changes. */
const wordsOfTensorflow = 'not found in registry';

describe.skipIf(!hasChromium())('the playground in Chromium', () => {
  const open = usePlayground();

  it('opens with little, and brings the trainer only when it is asked for', async () => {
    const { page, files, requests, url } = await open({ isIsolated: true });
    const has = (name: string): boolean => files.get(name)!.includes(wordsOfTensorflow);
    const { shell, worker, editor } = partsOf(files);
    expect(shell.length).toBeGreaterThanOrEqual(2);
    expect(kibibytes(files, shell), shell.join(', ')).toBeLessThan(70);
    expect(shell.filter(has)).toEqual([]);
    expect(kibibytes(files, worker), worker.join(', ')).toBeLessThan(220);
    expect(worker.filter(has)).not.toEqual([]);
    expect(kibibytes(files, editor), editor.join(', ')).toBeLessThan(200);
    expect(requests).not.toContain(url + editor[0]!);
    await page.locator('#tab-scorer').click();
    await page.locator('.cm-content').waitFor();
    expect(requests).toContain(url + editor[0]!);
  });

  it('trains what the form says, for as many steps as it says', async () => {
    const { page } = await open({ isIsolated: true });
    await setUp(page, smallReversal);
    await train(page, 'stopped');
    expect(await page.locator('[data-reading=step]').innerText()).toBe('20');
    expect(Number(await page.locator('[data-reading=loss]').innerText())).toBeGreaterThan(0);
  });

  it('learns to reverse, and the page stays quick', async () => {
    const page = await expectQuick(
      async () => {
        const opened = await open({ isIsolated: true });
        await setUp(opened.page, {
          ...smallReversal,
          ...{ Units: 32, Embedding: 16, 'Batch size': 32, 'Learning rate': 0.02, 'Examples to learn from': 2000 },
          ...{ Longest: 3, Steps: 600, 'Exact share (above 1: never)': 0.95 },
        });
        return opened.page;
      },
      (opened) => train(opened, { untilStep: 30 }),
    );
    await untilStep(page, 100);
    await untilState(page, 'stopped');
    expect(await page.locator('.phase').getAttribute('title')).toContain('exactly right');
    expect(Number.parseFloat(await page.locator('[data-reading=exact]').innerText())).toBeGreaterThanOrEqual(95);
    expect(await page.locator('.example .mark-right').count()).toBeGreaterThanOrEqual(5);
  });
});
