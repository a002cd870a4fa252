import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { presets } from '../src/experiment/presets.ts';
import { readLink, sharedOf, writeLink } from '../src/experiment/link.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { giveFiles, type RunNumbers, smallRun, takeFile, takeNumbers } from './__fixtures__/take-files.ts';
import { setUp, train, untilState } from '../driver/use-page.ts';

/** Waits for the page's address to say this. */
const untilAddress = (page: Page, hash: string): Promise<unknown> =>
  page.waitForFunction((wanted) => location.hash === wanted, `#${hash}`);

describe.skipIf(!hasChromium())('a link', () => {
  const open = usePlayground();

  it.each(['wasm', 'simd-strict'])(
    'has the same losses in two fresh profiles, with threads and without, bit for bit, on %s',
    async (backend) => {
      const run = async (isIsolated: boolean): Promise<RunNumbers> => {
        const { page } = await open({ hash: `${smallRun}&steps=50&backend=${backend}`, isIsolated });
        await train(page, 'stopped');
        return takeNumbers(page);
      };
      const [first, second] = await Promise.all([run(true), run(false)]);
      expect(first.backend).toBe(backend);
      expect(first.losses).toHaveLength(50);
      expect(second.losses).toEqual(first.losses);
    },
  );

  it('is the address, which follows what is changed and gives it back in another profile', async () => {
    const { page } = await open({ hash: `${smallRun}&view=models&later=1` });
    await untilState(page, 'ready');
    await setUp(page, { Scorer: 'dot', Seed: 7 });
    const hash = 'p=reverse&min=2&max=4&n=60&cell=gru&h=8&e=6&att=dot&b=8&seed=7&exact=2&view=models&later=1';
    await untilAddress(page, hash);
    const other = await open({ hash });
    await untilState(other.page, 'ready');
    expect(await other.page.getByLabel('Scorer', { exact: true }).inputValue()).toBe('dot');
    expect(await other.page.getByLabel('Seed', { exact: true }).inputValue()).toBe('7');
    expect(await other.page.locator('.shell').getAttribute('data-view')).toBe('models');
    const { experiment } = await takeNumbers(other.page);
    expect(experiment).toEqual((await readLink(hash)).shared.experiment);
    await untilAddress(other.page, hash);
  });

  it('is copied by Share, and one that is opened in the page that is there is shown at once', async () => {
    const { page, url } = await open({ hash: smallRun, permissions: ['clipboard-read', 'clipboard-write'] });
    await untilState(page, 'ready');
    await page.locator('[data-action=share]').click();
    await page.getByText('The link is copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${url}#${smallRun}`);
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      location.hash = 'p=numbers&view=search&seed=3&n=60&h=8&e=6';
    });
    await page.locator('.shell[data-view=search]').waitFor();
    expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('3');
    await untilState(page, 'ready');
  });

  it('hides what a lesson does not need, and no reading', async () => {
    const { page } = await open({ hash: `${smallRun}&hide=setup,tabs,preset&embed=1` });
    await untilState(page, 'ready');
    for (const hidden of ['.setup', '.tabs', '.preset', '.brand']) {
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false);
    }
    for (const shown of ['[data-reading=loss]', '[data-action=play]', '.film', '.examples']) {
      expect(await page.locator(shown).isVisible(), shown).toBe(true);
    }
    await untilAddress(page, `${smallRun}&hide=setup,tabs,preset&embed=1`);
  });

  it('that brings code shows it, and runs nothing', async () => {
    const ownScorer = "throw new Error('it has run');\n";
    const experiment = { ...presets.reverse.experiment, examples: 60, scorer: 'own', ownScorer } as const;
    const { page } = await open({ hash: await writeLink({ ...sharedOf('reverse'), experiment }) });
    await page.getByText('This scorer came with the link.').waitFor();
    await page.getByText('it has run').waitFor();
    await page.locator('[data-action=play]').click();
    await page.getByText('This link brings a scorer, which is code').waitFor();
    expect(page.frames()).toHaveLength(1);
    expect(page.workers()).toHaveLength(0);
  });

  it('that is damaged says which part, and shows the rest', async () => {
    const { page } = await open({ hash: 'p=reverse&n=60&h=7&seed=5&z=AAAA' });
    const notice = page.getByRole('alert');
    await notice.getByText('Link, h: ').waitFor();
    expect(await notice.innerText()).toMatch(/Link, h: .*got "7"; the preset's 64 is used\. Link, z: .*file instead/);
    expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('5');
  });

  it('that would be too long is a file instead, which has the same', async () => {
    const { page } = await open({ hash: `${smallRun}&task=own` });
    await page.locator('.shell[data-state=failed]').waitFor();
    // Random enough to have no shorter form.
    const pairs = Array.from({ length: 1600 }, (_, i) => `${((i * 2654435761) % 2 ** 32).toString(36)}\t${i}`).join(
      '\n',
    );
    // To type so many lines takes Chromium minutes.
    const file = { name: 'pairs.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from(pairs) };
    await page.getByLabel('Open a file').setInputFiles(file);
    await page.getByText('1,600 pairs').waitFor();
    await page.locator('[data-action=share]').click();
    await page.getByText('This experiment is too long for a link').waitFor();
    const taken = await takeFile(page, 'download-experiment');
    expect(taken.name).toBe('seq2seq-own.experiment.json');
    const other = await open({ hash: 'view=models' });
    await giveFiles(other.page, [taken]);
    await other.page.getByText('The experiment is in the form').waitFor();
    expect(await other.page.locator('#own-pairs').inputValue()).toBe(pairs);
  });
});
