import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { type ViewName, viewNames } from '../src/experiment/view-names.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, train, untilState } from '../driver/use-page.ts';

/** What axe finds wrong, as lines: in all there is, or in one part, where rules about whole pages do not count. */
const violations = async (
  page: Page,
  { within, rules }: { readonly within?: string | undefined; readonly rules?: readonly string[] | undefined } = {},
): Promise<readonly string[]> => {
  // Half a megabyte of script, which a page that has it keeps.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  // Its other mode opens a page beside the one that is tested. Most of its time goes into reports of what is right.
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: '0' }) })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
  if (rules) axe.withRules([...rules]);
  const { violations: problems } = await axe.analyze();
  return problems.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`),
  );
};

/** What a view shows of a run as soon as there is one. */
const made: Readonly<Partial<Record<ViewName, string>>> = {
  inspect: '.inspect[data-inspect=ready] .heat-map',
  search: '.search[data-search=found] [role=tree]',
};

/**
 * What it finds in every view. Around it another view changes little: that is looked at once, but of a run with every view, so that each
 * was a whole page once. Of the dark, contrast alone, since nothing else differs.
 */
const violationsOfViews = async (page: Page, { hasRun }: { readonly hasRun: boolean }): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const view of viewNames) {
    await page.locator(`#tab-${view}`).click();
    await page.locator('#view [aria-busy=true]').waitFor({ state: 'detached' });
    if (hasRun && made[view]) await page.locator(made[view]).waitFor();
    const isFirst = view === viewNames[0];
    const light = { within: isFirst || hasRun ? undefined : '#view' };
    const dark = { within: isFirst ? undefined : '#view', rules: ['color-contrast'] };
    for (const [colorScheme, scope] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      for (const line of await violations(page, scope)) found.push(`${view}, ${colorScheme}: ${line}`);
    }
  }
  return found;
};

describe.skipIf(!hasChromium())('what axe finds', () => {
  const open = usePlayground();

  it('is nothing in any view, light or dark, before there is a run', async () => {
    const { page } = await open();
    expect(await violationsOfViews(page, { hasRun: false })).toEqual([]);
  });

  it('is nothing in any view, light or dark, of a run that has learned', async () => {
    const { page } = await open({ hash: smallLink });
    await train(page, 'stopped');
    expect(await violationsOfViews(page, { hasRun: true })).toEqual([]);
  });

  it('is nothing in any view, light or dark, where something has gone wrong', async () => {
    const { page } = await open({ hash: `${smallLink}&task=own` });
    await page.getByRole('alert').waitFor();
    expect(await violationsOfViews(page, { hasRun: false })).toEqual([]);
  });

  it('is nothing in the tour, and in what is said of the backend', async () => {
    const { page } = await open({ hash: smallLink });
    await untilState(page, 'ready');
    await page.locator('[data-reading=backend]').click();
    await page.getByRole('group', { name: 'Backend' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-action=tour]').click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
