import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { viewNames } from '../src/page/playground.ts';
import { hasChromium } from './__fixtures__/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallReversal, train } from './__fixtures__/use-page.ts';

/** What axe finds in every view, as lines; of the dark, contrast alone, since nothing else differs. */
const violations = async (page: Page, state: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const view of viewNames) {
    await page.locator(`#tab-${view}`).click();
    await page.locator('#view [aria-busy=true]').waitFor({ state: 'detached' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Its other mode opens a page beside the one that is tested.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const { violations: problems } = await (
        colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe
      ).analyze();
      for (const { id, nodes } of problems)
        for (const { html, failureSummary } of nodes)
          found.push(`${state}, ${view}, ${colorScheme}: ${id}: ${html.slice(0, 200)}: ${failureSummary}`);
    }
  }
  return found;
};

describe.skipIf(!hasChromium())('what axe finds', () => {
  const open = usePlayground();

  /** Three times six views, light and dark: a while on a machine that does other things, too. */
  const patience = 180_000;

  it(
    'is nothing in any view, light or dark, before there is a run',
    async () => {
      const { page } = await open();
      expect(await violations(page, 'empty')).toEqual([]);
    },
    patience,
  );

  it(
    'is nothing in any view, light or dark, of a run that has learned',
    async () => {
      const { page } = await open();
      await setUp(page, smallReversal);
      await train(page, 'stopped');
      expect(await violations(page, 'trained')).toEqual([]);
    },
    patience,
  );

  it(
    'is nothing in any view, light or dark, where something has gone wrong',
    async () => {
      const { page } = await open();
      await setUp(page, { Problem: 'own' });
      await page.locator('[data-action=play]').click();
      await page.getByRole('alert').waitFor();
      expect(await violations(page, 'failed')).toEqual([]);
    },
    patience,
  );

  it('is nothing in the tour, and in what is said of the backend', async () => {
    const { page } = await open();
    await setUp(page, smallReversal);
    await train(page, { untilStep: 1 });
    await page.locator('[data-reading=backend]').click();
    await page.getByRole('group', { name: 'Backend' }).waitFor();
    const axe = (): Promise<readonly string[]> =>
      new AxeBuilder({ page })
        .setLegacyMode(true)
        .analyze()
        .then(({ violations: problems }) => problems.map(({ id, help }) => `${id}: ${help}`));
    expect(await axe()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-action=tour]').click();
    await page.getByRole('dialog').waitFor();
    expect(await axe()).toEqual([]);
  });
});
